'use strict';
// An ENI with ten addresses, made with the official SDKs, as anybody's script would. What it needs to know of the cloud it reads from its
// standard input: what `fairlead lab status --output json` prints, or the first line of `fairlead vpc serve`.
//
//   node eni.js create HOST        a vSwitch, an ENI in it with ten addresses, attached to a host; prints MAC and addresses
//   node eni.js release ADDRESS    takes one address from it
//   node eni.js route RANGE HOST   a route entry to a host
//   node eni.js delete             all of it, the route entries first
const ecs = require('@alicloud/ecs20140526');
const vpc = require('@alicloud/vpc20160428');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

const input = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const cloud = input.cloud ?? input;
const config = new $OpenApiUtil.Config({
  accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, regionId: cloud.regionId,
  endpoint: cloud.endpoint.replace('http://', ''), protocol: 'http',
});
const ecsClient = new ecs.default(config);
const vpcClient = new vpc.default(config);
const regionId = cloud.regionId;
const name = 'eni-script';

async function create(host) {
  const hosts = await ecsClient.describeInstances(new ecs.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([`i-${host}`]) }));
  const { zoneId, instanceId } = hosts.body.instances.instance[0];
  const made = await vpcClient.createVSwitch(new vpc.CreateVSwitchRequest({ regionId, zoneId, vpcId: cloud.vpcId, cidrBlock: '172.16.30.0/24', vSwitchName: name }));
  await until('the vSwitch is available', async () => (await vSwitches())[0]?.status === 'Available');
  const eni = await ecsClient.createNetworkInterface(new ecs.CreateNetworkInterfaceRequest({
    regionId, vSwitchId: made.body.vSwitchId, securityGroupIds: [cloud.securityGroupIds[0]], networkInterfaceName: name, secondaryPrivateIpAddressCount: 9,
  }));
  await ecsClient.attachNetworkInterface(new ecs.AttachNetworkInterfaceRequest({ regionId, networkInterfaceId: eni.body.networkInterfaceId, instanceId }));
  await until('the ENI is in use', async () => (await interfaces())[0].status === 'InUse');
  const { macAddress, privateIpSets } = (await interfaces())[0];
  console.log([macAddress, ...privateIpSets.privateIpSet.map((set) => set.privateIpAddress)].join(' '));
}

async function release(address) {
  const { networkInterfaceId } = (await interfaces())[0];
  await ecsClient.unassignPrivateIpAddresses(new ecs.UnassignPrivateIpAddressesRequest({ regionId, networkInterfaceId, privateIpAddress: [address] }));
}

async function route(range, host) {
  const routeTableId = await table();
  await vpcClient.createRouteEntry(new vpc.CreateRouteEntryRequest({
    regionId, routeTableId, destinationCidrBlock: range, nextHopType: 'Instance', nextHopId: `i-${host}`, routeEntryName: name,
  }));
  await until('the route entry is available', async () => (await entries(routeTableId)).some((entry) => entry.destinationCidrBlock === range && entry.status === 'Available'));
}

async function remove() {
  const routeTableId = await table();
  for (const { routeEntryId } of (await entries(routeTableId)).filter((entry) => entry.routeEntryName === name)) {
    await vpcClient.deleteRouteEntry(new vpc.DeleteRouteEntryRequest({ regionId, routeEntryId }));
  }
  for (const { networkInterfaceId, instanceId } of await interfaces()) {
    if (instanceId) await ecsClient.detachNetworkInterface(new ecs.DetachNetworkInterfaceRequest({ regionId, networkInterfaceId, instanceId }));
    await until('the ENI is available', async () => (await interfaces())[0].status === 'Available');
    await ecsClient.deleteNetworkInterface(new ecs.DeleteNetworkInterfaceRequest({ regionId, networkInterfaceId }));
  }
  await until('the ENI is gone', async () => (await interfaces()).length === 0);
  for (const { vSwitchId } of await vSwitches()) {
    await vpcClient.deleteVSwitch(new vpc.DeleteVSwitchRequest({ regionId, vSwitchId }));
  }
  await until('the vSwitch is gone', async () => (await vSwitches()).length === 0);
}

async function interfaces() {
  const answer = await ecsClient.describeNetworkInterfaces(new ecs.DescribeNetworkInterfacesRequest({ regionId, networkInterfaceName: name }));
  return answer.body.networkInterfaceSets.networkInterfaceSet;
}

async function vSwitches() {
  const answer = await vpcClient.describeVSwitches(new vpc.DescribeVSwitchesRequest({ regionId, vpcId: cloud.vpcId, vSwitchName: name }));
  return answer.body.vSwitches.vSwitch;
}

async function table() {
  const answer = await vpcClient.describeRouteTableList(new vpc.DescribeRouteTableListRequest({ regionId, vpcId: cloud.vpcId }));
  return answer.body.routerTableList.routerTableListType[0].routeTableId;
}

async function entries(routeTableId) {
  const answer = await vpcClient.describeRouteEntryList(new vpc.DescribeRouteEntryListRequest({ regionId, routeTableId }));
  return answer.body.routeEntrys.routeEntry;
}

async function until(what, isSo) {
  for (const start = Date.now(); !await isSo(); await new Promise((done) => setTimeout(done, 200))) {
    if (Date.now() - start > 60_000) throw new Error(`not in time: ${what}`);
  }
}

const [, , verb, ...words] = process.argv;
const verbs = { create, release, route, delete: remove };
(verbs[verb] ?? (() => Promise.reject(new Error('usage: eni.js create HOST | release ADDRESS | route RANGE HOST | delete'))))(...words)
  .catch((error) => { console.error(`eni.js: ${error.message}`); process.exit(1); });
