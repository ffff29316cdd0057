"use strict";

/**
 * `npm run arrows`: which room may import which others, types included, beside itself. A name is a folder or a file;
 * one that is missing here may not be there at all. CONTRIBUTING.md says what the rooms are for.
 */
const ROOMS = {
  provider: {
    program: ["dynamic/handler", "resources", "run/decide", "settings", "esa"],
    dynamic: ["front", "resources", "esa", "settings"],
    plugin: ["front", "resources", "run", "settings", "esa"],
    front: ["resources", "run", "settings", "esa"],
    resources: ["run", "esa"],
    run: ["esa"],
    settings: ["esa"],
    esa: [],
  },
  simulator: {
    index: ["start", "types"],
    cli: ["start", "types"],
    start: ["http", "control", "state", "types"],
    http: ["control", "actions", "auth", "wire", "types"],
    control: ["actions", "auth", "state", "wire", "types"],
    actions: ["state", "wire", "types"],
    auth: ["wire", "types"],
    state: ["wire", "types"],
    wire: [],
    types: [],
  },
};

const places = (part, names) => names.map((name) => `^${part}/${name}(/|\\.ts$)`);

const arrows = Object.entries(ROOMS).flatMap(([part, rooms]) =>
  Object.entries(rooms).map(([room, others]) => ({
    name: `${part}/${room} imports only ${others.join(", ") || "itself"}`,
    from: { path: places(part, [room]) },
    to: { path: `^${part}/`, pathNot: places(part, [room, ...others]) },
  })),
);

const rules = [
  ...arrows,
  {
    name: "provider/index imports only program, and types",
    from: { path: "^provider/index\\.ts$" },
    to: {
      path: "^provider/",
      pathNot: "^provider/(program/|dynamic/handler)",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "provider and simulator do not know each other",
    from: { path: "^(provider|simulator)/" },
    to: { path: "^(provider|simulator)/", pathNot: "^$1/" },
  },
  {
    name: "only program and dynamic import Pulumi",
    from: { pathNot: "^provider/(program|dynamic|plugin)/" },
    to: { path: "^node_modules/@pulumi/" },
  },
  {
    name: "plugin imports only Pulumi's protocol",
    from: { path: "^provider/plugin/" },
    to: { path: "^node_modules/@pulumi/", pathNot: "^node_modules/@pulumi/pulumi/proto/" },
  },
  {
    name: "every file lies in a room",
    from: {},
    module: {
      path: "^(provider|simulator)/",
      pathNot: [
        "^provider/index\\.ts$",
        ...Object.entries(ROOMS).flatMap(([part, rooms]) => places(part, Object.keys(rooms))),
      ],
      numberOfDependentsLessThan: 100, // a rule for modules needs a count: this one is true of all
    },
  },
  { name: "no import goes round in a circle", from: {}, to: { circular: true } },
  { name: "every import is found", from: {}, to: { couldNotResolve: true } },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: "error", ...rule })),
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true, // imports of types, too
    doNotFollow: { path: "node_modules" },
  },
};
