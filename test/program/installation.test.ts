import { installationFault, programFolder } from "../../provider/program/installation";

// That a package is found, or not, in real projects of each kind: test/package/layouts.test.ts.
const RUN = "node_modules/@pulumi/pulumi/cmd/run/index.js";
const program = { script: `/p/${RUN}`, folder: "/p/src", plugNPlay: false, finds: () => true };

test("finds no fault where the program's folder leads to the package", () => {
  expect(installationFault({ ...program, finds: (folder) => folder === "/p/src" })).toBeUndefined();
});

describe("a program that Pulumi runs", () => {
  test.each([
    ["npm's", `/p/${RUN}`],
    ["pnpm's", `/p/node_modules/.pnpm/@pulumi+pulumi@3.248.0/${RUN}`],
    ["Windows'", `C:\\p\\${RUN.replaceAll("/", "\\")}`],
    ["a shorter", "/p/node_modules/@pulumi/pulumi/cmd/run"],
  ])("is told what to install where, by %s path of Pulumi's script", (_, script) => {
    expect(installationFault({ ...program, script, finds: () => false })).toBe(
      "pulumi-esa-preload must be among the dependencies of the project in /p/src itself, not only of a package " +
        "that uses it: add it there, for example with npm install pulumi-esa-preload.",
    );
  });

  test("is told what to set instead of Plug'n'Play", () => {
    expect(installationFault({ ...program, plugNPlay: true })).toBe(
      "pulumi-esa-preload does not work with Yarn Plug'n'Play: " +
        'set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install.',
    );
  });
});

test.each([
  ["Jest", "/p/node_modules/jest/bin/jest.js"],
  ["a program with the Automation API", "/p/deploy.js"],
  ["a script of that name in another package", "/p/node_modules/cmd/run/index.js"],
  ["a component provider", "/p/node_modules/@pulumi/pulumi/cmd/run-plugin/index.js"],
  ["the REPL", undefined],
])("says nothing in %s, whatever it finds", (_, script) => {
  expect(installationFault({ ...program, script, plugNPlay: true, finds: () => false })).toBeUndefined();
});

test("the program's folder is the one that Pulumi has started it in, wherever the program has gone since", () => {
  const argv = ["node", `/p/${RUN}`, "--monitor", "127.0.0.1:1", "--pwd", "/p/src", "--dry-run", "."];
  expect(programFolder(argv)).toBe("/p/src");
  expect(programFolder(["node", `/p/${RUN}`, "."])).toBe(process.cwd());
});
