import { isExcepted, isLoopback } from "../../../provider/esa/sending/hosts";

describe("NO_PROXY", () => {
  test.each<[string, string[], boolean]>([
    ["esa.example.com", [], false],
    ["esa.example.com", ["*"], true],
    ["esa.example.com", ["example.com"], true],
    ["esa.example.com", [".example.com"], true],
    ["esa.example.com", ["*.example.com"], true],
    ["example.com", [".example.com"], false],
    ["notexample.com", ["example.com"], false],
    ["esa.example.com", ["example.com:443"], true],
    ["esa.example.com", ["example.com:8443"], false],
    ["esa.example.com:8443", ["example.com:8443"], true],
    ["localhost", [], true],
    ["[::1]:8080", [], true],
  ])("%s is excepted by %j: %s", (host, except, expected) => {
    expect(isExcepted(host, except)).toBe(expected);
  });
});

test.each<[string, boolean]>([
  ["127.0.0.1:80", true],
  ["localhost:1", true],
  ["[::1]:80", true],
  ["128.0.0.1", false],
  ["127.0.0.1.example.com", false],
  ["localhost.example.com", false],
  ["0.0.0.0", false],
])("%s is loopback: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
