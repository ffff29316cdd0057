// @ts-check
"use strict";

/**
 * The stack configuration of our own resources, as a user sets it.
 *
 * @param {import("./index").Target} target
 * @returns {Record<string, string>}
 */
function ourConfig({ url, accessKeyId, accessKeySecret }) {
  return {
    "alicloud:region": "cn-hangzhou",
    "alicloud:endpoints": JSON.stringify([{ esa: url }]),
    "alicloud:accessKey": accessKeyId,
    "alicloud:secretKey": accessKeySecret,
  };
}

module.exports = { ourConfig };
