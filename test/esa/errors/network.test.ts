import { networkFailure } from "../../../provider/esa/errors/network";

const [refused, reset] = [{ code: "ECONNREFUSED" }, { code: "ECONNRESET" }];

test.each<[object | string, string | undefined]>([
  [{ code: "EHOSTUNREACH", syscall: "connect" }, "no connection to the endpoint (EHOSTUNREACH)"],
  [{ code: "EUNKNOWN", syscall: "getaddrinfo", hostname: "esa.example" }, "no connection to esa.example (EUNKNOWN)"],
  [{ ...refused, address: "127.0.0.1", port: 8420 }, "no connection to 127.0.0.1:8420 (ECONNREFUSED)"],
  [{ ...refused, errors: [{ ...refused, address: "::1", port: 80 }] }, "no connection to [::1]:80 (ECONNREFUSED)"],
  [{ code: "EHOSTUNREACH", syscall: "write" }, "the connection broke (EHOSTUNREACH)"],
  [{ code: "ETIMEDOUT", errors: [refused, refused] }, "no connection to the endpoint (ETIMEDOUT)"],
  [{ code: "ETIMEDOUT", errors: [refused, reset] }, "the connection broke (ETIMEDOUT)"],
  [{ code: "ETIMEDOUT", errors: [] }, "the connection broke (ETIMEDOUT)"],
  [{ code: "ETIMEDOUT", errors: refused }, "the connection broke (ETIMEDOUT)"],
  [{ code: "ERR_INVALID_URL" }, "the request cannot be made (ERR_INVALID_URL)"],
  [{ code: "NoPermission" }, undefined],
  [{ code: "InvalidX.ECONN" }, undefined],
  [{ code: "ECONN.X" }, undefined],
  [{ code: 7, syscall: "connect" }, undefined],
  [{}, undefined],
])("%j: %s", (thrown, reason) => expect(networkFailure(thrown)?.reason).toBe(reason));
