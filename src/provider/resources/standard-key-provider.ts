// holdfast_standard_key_provider: a named set of KMIP servers.

import type { Diagnostic } from "../../model/diagnostic.js";
import { isObject, isUnknown, type ObjectValue } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import type { StandardKeyProviderInfo, StandardKeyProviderSpec, WrappingSpec } from "../backend.js";
import { joinPath } from "../inventory-path.js";
import { affectedBy, type ResourceType, setOnCreation } from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";
import { validateKeyServerList } from "./key-server-list.js";
import { changedPassword, validatePassword } from "./kmip-password.js";

const CERTIFICATE_MODES = ["uploaded", "selfSigned", "csr", "rootCa"] as const;

/** The attributes that decide how the key servers answer. */
const OF_STATUS = [
  "key_servers",
  "client_trusts_server",
  "server_trusts_client",
  "client_certificate_not_after",
  "user_name",
  "password_version",
] as const;

/** The attributes that decide who signs the client certificate. */
const OF_ISSUER = ["client_certificate_mode", "key_servers"] as const;

export const standardKeyProvider: ResourceType = {
  type: "holdfast_standard_key_provider",
  idForms: ["VCENTER/kp/NAME"],
  idOf: (attributes) => joinPath(attributes.value("vcenter"), "kp", attributes.value("name")),
  validate: (config) => [
    ...requireForm(config, "vcenter", ["VCENTER"]),
    ...validateKeyServers(config),
    ...validatePassword(config),
    ...validateWrapping(config),
  ],
  computed: {
    status: affectedBy(...OF_STATUS),
    wrapping_key_id: setOnCreation,
    client_certificate_subject: setOnCreation,
    client_certificate_issuer: affectedBy(...OF_ISSUER),
    client_certificate_serial_number: affectedBy(...OF_ISSUER, "client_certificate_not_after"),
    client_certificate_fingerprint: affectedBy(...OF_ISSUER, "client_certificate_not_after"),
  },
  operations: {
    async read(backend, id) {
      const info = await backend.standardKeyProviders.read(id);
      return info === undefined ? undefined : toAttributes(info, id);
    },
    async create({ backend, id, planned, config }) {
      const spec = { ...toSpec(planned), password: config.textOrNull("password") };
      return toAttributes(await backend.standardKeyProviders.create(spec), id);
    },
    async update({ backend, id, planned, config, change }) {
      const spec = { ...toSpec(planned), ...changedPassword(config, change) };
      return toAttributes(await backend.standardKeyProviders.reconfigure(id, spec), id);
    },
    async remove(backend, id) {
      await backend.standardKeyProviders.remove(id);
    },
  },
};

function toSpec(planned: Attributes): StandardKeyProviderSpec {
  return {
    vcenter: planned.text("vcenter"),
    name: planned.text("name"),
    keyServers: planned.texts("key_servers") ?? [],
    clientTrustsServer: planned.flag("client_trusts_server"),
    serverTrustsClient: planned.flag("server_trusts_client"),
    clientCertificateMode: planned.choiceOrNull(CERTIFICATE_MODES, "client_certificate_mode"),
    clientCertificateNotAfter: planned.textOrNull("client_certificate_not_after"),
    userName: planned.textOrNull("user_name"),
    wrapping: toWrapping(planned),
  };
}

function toWrapping(planned: Attributes): WrappingSpec | null {
  if (planned.value("wrapping") === null) return null;
  return {
    keyId: planned.textOrNull("wrapping", "key_id"),
    rotationDays: planned.numberOrNull("wrapping", "rotation_days"),
  };
}

function toAttributes(info: StandardKeyProviderInfo, id: string) {
  return {
    id,
    vcenter: info.vcenter,
    name: info.name,
    key_servers: info.keyServers,
    client_trusts_server: info.clientTrustsServer,
    server_trusts_client: info.serverTrustsClient,
    client_certificate_mode: info.clientCertificateMode,
    client_certificate_not_after: info.clientCertificateNotAfter,
    user_name: info.userName,
    wrapping: info.wrapping == null ? null : toWrappingAttribute(info.wrapping),
    status: info.status,
    wrapping_key_id: info.wrappingKeyId,
    client_certificate_subject: info.clientCertificate.subject,
    client_certificate_issuer: info.clientCertificate.issuer,
    client_certificate_serial_number: info.clientCertificate.serialNumber,
    client_certificate_fingerprint: info.clientCertificate.fingerprint,
  };
}

function toWrappingAttribute({ keyId, rotationDays }: WrappingSpec): ObjectValue {
  return { key_id: keyId, rotation_days: rotationDays };
}

/** vSphere API, KmipServerSpec.keySpec: a key that is named, or an interval of rotation. */
function validateWrapping(config: Attributes): readonly Diagnostic[] {
  if (!isObject(config.value("wrapping"))) return [];
  const parts = ["key_id", "rotation_days"].map((name) => config.value("wrapping", name));
  if (parts.some(isUnknown)) return [];
  if (parts.filter((part) => part !== null).length === 1) return [];
  const detail =
    'A wrapping key is either named by "key_id", and then stays, or rotated by vCenter every "rotation_days". Set exactly one of them.';
  return [invalid("Wrapping key neither named nor rotated, or both", detail, "wrapping")];
}

function validateKeyServers(config: Attributes): readonly Diagnostic[] {
  return validateKeyServerList(config, {
    vcenter: config.value("vcenter"),
    summary: "Not a key server of this vCenter",
    wrong: (server, form) =>
      `"${server}" is not the id of a key server of the same vCenter (${form}). A key provider uses key servers that its own vCenter knows.`,
  });
}
