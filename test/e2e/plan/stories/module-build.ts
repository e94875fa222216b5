// What stories of modules are made of.

/** One object, and as many as it is told. */
export const PAIR = {
  variable: { v: { default: "d" }, n: { default: 1, type: "number" } },
  resource: {
    terraform_data: {
      a: { input: "${var.v}" },
      b: { count: "${var.n}", input: "${terraform_data.a.output}" },
    },
  },
  output: {
    o: { value: "${terraform_data.a.output}" },
    bs: { value: "${terraform_data.b[*].id}" },
  },
};

export const pair = (more: object = {}) => ({ source: "./m", ...more });

/** A configuration of calls of one module, and what else stands at the top. */
export const calls = (module: object, top: object = {}, m: object = PAIR) => ({
  configuration: { ...(Object.keys(module).length === 0 ? {} : { module }), ...top },
  modules: { m },
});

export const moved = (...pairs: readonly (readonly [from: string, to: string])[]) => ({
  moved: pairs.map(([from, to]) => ({ from, to })),
});

export const refused = (summary: string, own: string) => ({ plans: [summary], refuses: [own] });
