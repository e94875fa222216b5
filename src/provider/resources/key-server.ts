// holdfast_key_server: a KMIP key server as one vCenter knows it.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { ObjectValue } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import type { KeyServerInfo, KeyServerSpec } from "../backend.js";
import { joinPath } from "../inventory-path.js";
import { affectedBy, type ResourceType } from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";
import { changedPassword, validatePassword } from "./kmip-password.js";

/** The attributes that make another certificate. */
const OF_CERTIFICATE = ["address", "certificate_not_before", "certificate_not_after"] as const;

export const keyServer: ResourceType = {
  type: "holdfast_key_server",
  idForms: ["VCENTER/kms/NAME"],
  idOf: (attributes) => joinPath(attributes.value("vcenter"), "kms", attributes.value("name")),
  validate: (config) => [
    ...requireForm(config, "vcenter", ["VCENTER"]),
    ...validateProxy(config),
    ...validateCertificate(config),
    ...validatePassword(config),
  ],
  computed: {
    certificate_subject: affectedBy("address"),
    certificate_issuer: affectedBy("address"),
    certificate_serial_number: affectedBy(...OF_CERTIFICATE),
    certificate_fingerprint: affectedBy(...OF_CERTIFICATE),
  },
  operations: {
    async read(backend, id) {
      const info = await backend.keyServers.read(id);
      return info === undefined ? undefined : toAttributes(info, id);
    },
    async create({ backend, id, planned, config }) {
      const spec = { ...toSpec(planned), password: config.textOrNull("password") };
      return toAttributes(await backend.keyServers.create(spec), id);
    },
    async update({ backend, id, planned, config, change }) {
      const spec = { ...toSpec(planned), ...changedPassword(config, change) };
      return toAttributes(await backend.keyServers.reconfigure(id, spec), id);
    },
    async remove(backend, id) {
      await backend.keyServers.remove(id);
    },
  },
};

function toSpec(planned: Attributes): KeyServerSpec {
  return {
    vcenter: planned.text("vcenter"),
    name: planned.text("name"),
    address: planned.text("address"),
    port: planned.number("port"),
    site: planned.text("site"),
    replicationGroup: planned.textOrNull("replication_group"),
    certificateNotBefore: planned.textOrNull("certificate_not_before"),
    certificateNotAfter: planned.textOrNull("certificate_not_after"),
    proxyAddress: planned.textOrNull("proxy_address"),
    proxyPort: planned.numberOrNull("proxy_port"),
    timeoutSeconds: planned.numberOrNull("timeout_seconds"),
    protocol: planned.textOrNull("protocol"),
    reconnect: planned.numberOrNull("reconnect"),
    nbio: planned.numberOrNull("nbio"),
    userName: planned.textOrNull("user_name"),
    runsOn: planned.textOrNull("runs_on"),
  };
}

function toAttributes(info: KeyServerInfo, id: string): ObjectValue {
  return {
    id,
    vcenter: info.vcenter,
    name: info.name,
    address: info.address,
    port: info.port,
    site: info.site,
    replication_group: info.replicationGroup,
    certificate_not_before: info.certificateNotBefore,
    certificate_not_after: info.certificateNotAfter,
    certificate_subject: info.certificate.subject,
    certificate_issuer: info.certificate.issuer,
    certificate_serial_number: info.certificate.serialNumber,
    certificate_fingerprint: info.certificate.fingerprint,
    proxy_address: info.proxyAddress,
    proxy_port: info.proxyPort,
    timeout_seconds: info.timeoutSeconds,
    protocol: info.protocol,
    reconnect: info.reconnect,
    nbio: info.nbio,
    user_name: info.userName ?? null,
    runs_on: info.runsOn,
  };
}

function validateProxy(config: Attributes): readonly Diagnostic[] {
  if (config.value("proxy_port") === null || config.value("proxy_address") !== null) return [];
  const detail = 'A "proxy_port" without "proxy_address" leads nowhere. Set both or neither.';
  return [invalid("Proxy port without proxy address", detail, "proxy_port")];
}

function validateCertificate(config: Attributes): readonly Diagnostic[] {
  const start = config.value("certificate_not_before");
  const end = config.value("certificate_not_after");
  if (typeof start !== "string" || typeof end !== "string") return [];
  if (!(Date.parse(start) >= Date.parse(end))) return [];
  const detail = `The certificate would be valid from ${start} until ${end}, which is never. The end must come after the beginning.`;
  return [invalid("Certificate never valid", detail, "certificate_not_after")];
}
