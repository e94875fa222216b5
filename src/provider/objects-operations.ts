// The operations of the types that a backend creates, reads and reconfigures as a whole.

import type { ObjectValue } from "../model/value.js";
import type { Attributes } from "./attributes.js";
import type { Backend, Objects } from "./backend.js";
import type { Operations } from "./resource-type.js";

export interface ObjectsMapping<Spec, Info> {
  objects(backend: Backend): Objects<Spec, Info>;
  toSpec(planned: Attributes): Spec;
  /** Without the id. */
  toAttributes(info: Info): ObjectValue;
}

export function objectsOperations<Spec, Info>(mapping: ObjectsMapping<Spec, Info>): Operations {
  const { objects, toSpec, toAttributes } = mapping;
  return {
    async read(backend, id) {
      const info = await objects(backend).read(id);
      return info === undefined ? undefined : { ...toAttributes(info), id };
    },
    async create({ backend, id, planned }) {
      return { ...toAttributes(await objects(backend).create(toSpec(planned))), id };
    },
    async update({ backend, id, planned }) {
      return { ...toAttributes(await objects(backend).reconfigure(id, toSpec(planned))), id };
    },
    async remove(backend, id) {
      await objects(backend).remove(id);
    },
  };
}
