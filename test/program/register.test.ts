import type { ProviderResource, Resource } from "@pulumi/pulumi";

import { propertiesOf } from "../../provider/program/register";

describe("the owner that a program gives", () => {
  /** What is read of a parent: Pulumi keeps its type and its own parent so. */
  const parentOf = (type: string, above?: Resource) =>
    ({ __pulumiType: type, __parentResource: above, getProvider: () => undefined }) as unknown as Resource;
  const ownerOf = (name: string, parent?: Resource) => {
    const options = parent && { parent };
    return propertiesOf({ type: "t", outputs: [], handler: "" }, name, {}, options).__owner as string;
  };

  test("tells children of one name apart by the types of all their parents", () => {
    const stack = parentOf("pulumi:pulumi:Stack");
    const site = parentOf("my:Site", stack);
    const inner = parentOf("my:Site", parentOf("my:Outer", stack));
    const owners = [ownerOf("a"), ownerOf("a", stack), ownerOf("a", site), ownerOf("a", inner)];
    expect(owners).toEqual(["a", "a", "my:Site$a", "my:Outer$my:Site$a"]);
  });
});

test.each([{ version: "3.0.0" }, { pluginDownloadURL: "https://a.test" }])(
  "%j, which makes another process, is refused",
  (options) => {
    const register = () => propertiesOf({ type: "t", outputs: [], handler: "" }, "a", {}, options);
    expect(register).toThrow(`cannot have the option "${Object.keys(options).join("")}"`);
  },
);

test("a provider of another package is no obstacle", () => {
  const provider = { __pulumiType: "pulumi:providers:alicloud" } as unknown as ProviderResource;
  expect(propertiesOf({ type: "t", outputs: [], handler: "" }, "a", {}, { provider }).__owner).toBe("a");
});
