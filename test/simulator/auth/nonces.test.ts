import { Nonces } from "../../../simulator/auth/nonces";

const LATER_MS = 1_000_000;

test("a nonce can be used once until it expires, by each access key", () => {
  const nonces = new Nonces();
  expect(nonces.use("key", "a", 0, LATER_MS)).toBe(true);
  expect(nonces.use("other", "a", 0, LATER_MS)).toBe(true);
  expect(nonces.use("key", "a", LATER_MS - 1, LATER_MS)).toBe(false);
  expect(nonces.use("key", "a", LATER_MS, 2 * LATER_MS)).toBe(true);
});

test("a nonce that has not expired is remembered among thousands", () => {
  const nonces = new Nonces();
  nonces.use("key", "kept", 0, LATER_MS);
  for (let count = 0; count < 5000; count += 1) nonces.use("key", `nonce ${count}`, count, count + 1);
  expect(nonces.use("key", "kept", 5000, LATER_MS)).toBe(false);
});
