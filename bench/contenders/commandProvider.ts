import { execFile } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { promisify } from "node:util";

import type { dynamic } from "@pulumi/pulumi";

type Target = Readonly<Record<"endpoint" | "accessKeyId" | "accessKeySecret", string>>;
type Methods = Required<Pick<dynamic.ResourceProvider, "configure" | "check" | "create">>;

let target: Target | undefined;

export const configure: Methods["configure"] = ({ config }) => {
  const of = (name: string) => config.get(`esa-bench:${name}`) ?? "";
  target = { endpoint: of("endpoint"), accessKeyId: of("accessKeyId"), accessKeySecret: of("accessKeySecret") };
  return Promise.resolve();
};

export const check: Methods["check"] = (_olds, news: object) => Promise.resolve({ inputs: news });

/** Runs this file as a command, as the provider `command` runs one for each resource. */
export const create: Methods["create"] = async (inputs: { planId: string }) => {
  const { stdout } = await promisify(execFile)(process.execPath, [__filename, inputs.planId, JSON.stringify(target)]);
  return { id: inputs.planId, outs: { ...inputs, stdout } };
};

/** A small signing client: one Stop, with SignatureVersion 1.0. */
async function stop(planId: string, { endpoint, accessKeyId, accessKeySecret }: Target): Promise<string> {
  const parameters = {
    AccessKeyId: accessKeyId,
    Action: "StopScheduledPreloadExecution",
    Format: "JSON",
    Id: planId,
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: randomUUID(),
    SignatureVersion: "1.0",
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    Version: "2024-09-10",
  };
  const query = Object.entries(parameters).map((pair) => pair.map(encodeURIComponent).join("="));
  const text = `POST&%2F&${encodeURIComponent(query.join("&"))}`;
  const signature = createHmac("sha1", `${accessKeySecret}&`).update(text).digest("base64");
  const url = `http://${endpoint}/?${query.join("&")}&Signature=${encodeURIComponent(signature)}`;
  const answer = await fetch(url, { method: "POST" });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

if (require.main === module) {
  const [, , planId = "", json = ""] = process.argv;
  void stop(planId, JSON.parse(json) as Target).then(console.log);
}
