'use strict';
// Two makers' ways of calling one action, both with the cloud's own names: the old core SDK (signature version 1), and the SDKs of the
// products (version 3), whose requests and answers are classes that say how fields are called and typed.
const Core = require('@alicloud/pop-core');
const ecs = require('@alicloud/ecs20140526');
const vpc = require('@alicloud/vpc20160428');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

const products = { Ecs: { version: '2014-05-26', sdk: ecs }, Vpc: { version: '2016-04-28', sdk: vpc } };
const lower = (name) => name[0].toLowerCase() + name.slice(1);

function popCore(cloud, method) {
  const clients = {};
  for (const [product, { version }] of Object.entries(products)) {
    clients[product] = new Core.RPCClient({
      accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, securityToken: cloud.securityToken ?? undefined,
      endpoint: cloud.endpoint, apiVersion: version,
    });
  }
  return (product, action, parameters) => clients[product].request(action, parameters, { method });
}

function productSdks(cloud) {
  const clients = {};
  for (const [product, { sdk }] of Object.entries(products)) {
    clients[product] = new sdk.default(new $OpenApiUtil.Config({
      accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, securityToken: cloud.securityToken ?? undefined,
      endpoint: cloud.endpoint.replace('http://', ''), protocol: 'http', regionId: cloud.regionId,
    }));
  }
  return async (product, action, parameters) => {
    const { sdk } = products[product];
    const answer = await clients[product][lower(action)](model(sdk[`${action}Request`], parameters));
    return answer.body.toMap();
  };
}

// The cloud's names become those of the class, as a user would write them.
function model(type, values) {
  const names = type.names();
  const types = type.types();
  const fields = {};
  for (const [name, value] of Object.entries(values)) {
    const field = Object.keys(names).find((key) => names[key] === name);
    if (!field) throw new Error(`${type.name} has no ${name}`);
    const declared = types[field];
    fields[field] = declared.type === 'array' && typeof declared.itemType === 'function' ? value.map((item) => model(declared.itemType, item)) : value;
  }
  return new type(fields);
}

// What of an answer the product's SDK does not know, or knows as another type.
function strangers(product, action, body) {
  return look(products[product].sdk[`${action}ResponseBody`], body, action);
}

function look(type, value, path) {
  const names = type.names();
  const types = type.types();
  const found = [];
  for (const [name, item] of Object.entries(value)) {
    const field = Object.keys(names).find((key) => names[key] === name);
    if (!field) found.push(`${path}.${name} is unknown`);
    else found.push(...fits(types[field], item, `${path}.${name}`));
  }
  return found;
}

function fits(declared, value, path) {
  if (value === null || value === undefined) return [`${path} is null`];
  if (typeof declared === 'function') return look(declared, value, path);
  if (declared.type === 'array') {
    return Array.isArray(value) ? value.flatMap((item, i) => fits(declared.itemType, item, `${path}[${i}]`)) : [`${path} is no list`];
  }
  // The old core reads numbers of more than 15 digits into objects.
  const type = value._isBigNumber ? 'number' : typeof value;
  return type === declared ? [] : [`${path} is a ${type}, not a ${declared}`];
}

module.exports = { popCore, productSdks, strangers };
