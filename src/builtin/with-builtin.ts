// The providers that an engine works with, by their names, as the one Provider that it asks: each question goes to the
// provider that the type belongs to.

import type { Provider } from "../model/provider.js";
import { type ProviderName, providerNameOf } from "../model/provider-address.js";
import { terraformProvider } from "./terraform-provider.js";

/** `holdfast` with Terraform's own provider beside it. */
export function withBuiltin(holdfast: Provider): Provider {
  return routeProviders({ holdfast, terraform: terraformProvider });
}

function routeProviders(providers: Readonly<Record<ProviderName, Provider>>): Provider {
  const { holdfast, terraform } = providers;
  const of = ({ type }: { readonly type: string }): Provider => providers[providerNameOf(type)];
  const merged = <K extends "resource_schemas" | "data_source_schemas">(kind: K) => ({
    ...holdfast.schema[kind],
    ...terraform.schema[kind],
  });
  return {
    schema: {
      provider: holdfast.schema.provider,
      resource_schemas: merged("resource_schemas"),
      data_source_schemas: merged("data_source_schemas"),
    },
    functions: holdfast.functions,
    validate: (request) => of(request).validate(request),
    plan: (request) => of(request).plan(request),
    read: (request) => of(request).read(request),
    apply: (request) => of(request).apply(request),
    validateData: (request) => of(request).validateData(request),
    readData: (request) => of(request).readData(request),
    import: (request) => of(request).import(request),
  };
}
