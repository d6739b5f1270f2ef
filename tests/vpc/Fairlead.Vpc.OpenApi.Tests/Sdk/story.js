'use strict';
// Every action that the emulator has, by one of the SDKs. usage: node story.js pop-core-get|pop-core-post|sdk < first line of vpc serve
// Prints the actions that it has called; its status is 0 where all went as it should.
const assert = require('node:assert');
const { popCore, productSdks, strangers } = require('./clients');

const cloud = JSON.parse(require('node:fs').readFileSync(0, 'utf8').split('\n')[0]);
const kind = process.argv[2];
const send = kind === 'sdk' ? productSdks(cloud) : popCore(cloud, kind === 'pop-core-post' ? 'POST' : 'GET');
const called = new Set();
const RegionId = cloud.regionId;

async function call(product, action, parameters) {
  called.add(action);
  const body = await send(product, action, parameters);
  assert.match(body.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  assert.deepStrictEqual(strangers(product, action, body), []);
  return body;
}

async function refused(code, status, product, action, parameters) {
  try {
    await call(product, action, parameters);
  } catch (error) {
    assert.strictEqual(error.code, code, error.message);
    if (kind === 'sdk') assert.strictEqual(error.statusCode, status);
    else assert.strictEqual(error.entry.response.statusCode, status);
    assert.ok((error.data.RequestId || '').length > 0);
    return;
  }
  assert.fail(`${action} must be refused with ${code}`);
}

const ecs = (action, parameters = {}) => call('Ecs', action, { RegionId, ...parameters });
const vpc = (action, parameters = {}) => call('Vpc', action, { RegionId, ...parameters });

async function until(what, look) {
  for (let i = 0; i < 400; i++) {
    if (await look()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`${what} never came`);
}

const eni = async (id) => (await ecs('DescribeNetworkInterfaces', { NetworkInterfaceId: [id] })).NetworkInterfaceSets.NetworkInterfaceSet[0];

async function networks() {
  const { Vpcs } = await vpc('DescribeVpcs', { VpcId: cloud.vpcId });
  assert.strictEqual(Vpcs.Vpc[0].VpcId, cloud.vpcId);
  const zone = (await vpc('DescribeVSwitches', { VpcId: cloud.vpcId })).VSwitches.VSwitch[0].ZoneId;
  const { VSwitchId } = await vpc('CreateVSwitch', { VpcId: cloud.vpcId, ZoneId: zone, CidrBlock: '172.16.200.0/24', VSwitchName: 'of-the-story', Description: 'a & b <ü>', ClientToken: `vsw-${kind}` });
  const made = (await vpc('DescribeVSwitches', { VSwitchId })).VSwitches.VSwitch[0];
  assert.deepStrictEqual([made.CidrBlock, made.AvailableIpAddressCount, made.Description], ['172.16.200.0/24', 252, 'a & b <ü>']);
  await refused('InvalidCidrBlock.Overlapped', 400, 'Vpc', 'CreateVSwitch', { RegionId, VpcId: cloud.vpcId, ZoneId: zone, CidrBlock: '172.16.200.0/25' });
  return { VSwitchId, zone };
}

async function groups() {
  const { SecurityGroupId } = await ecs('CreateSecurityGroup', { VpcId: cloud.vpcId, SecurityGroupName: 'of-the-story', Description: 'rules', Tag: [{ Key: 'made-by', Value: 'story' }] });
  await ecs('AuthorizeSecurityGroup', { SecurityGroupId, Permissions: [
    { IpProtocol: 'TCP', PortRange: '80/443', SourceCidrIp: '10.0.0.0/8', Description: 'web' },
    { IpProtocol: 'ICMP', PortRange: '-1/-1', SourceGroupId: cloud.securityGroupIds[0], Policy: 'drop', Priority: '7' }] });
  await ecs('AuthorizeSecurityGroupEgress', { SecurityGroupId, Permissions: [{ IpProtocol: 'ALL', PortRange: '-1/-1', DestCidrIp: '0.0.0.0/0' }] });
  const { Permissions } = await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId });
  assert.deepStrictEqual(Permissions.Permission.map((rule) => [rule.Direction, rule.IpProtocol, rule.PortRange, rule.Policy, rule.Priority]).sort(),
    [['egress', 'ALL', '-1/-1', 'Accept', '1'], ['ingress', 'ICMP', '-1/-1', 'Drop', '7'], ['ingress', 'TCP', '80/443', 'Accept', '1']]);
  await ecs('RevokeSecurityGroup', { SecurityGroupId, Permissions: [{ IpProtocol: 'TCP', PortRange: '80/443', SourceCidrIp: '10.0.0.0/8' }] });
  await ecs('RevokeSecurityGroupEgress', { SecurityGroupId, Permissions: [{ IpProtocol: 'ALL', PortRange: '-1/-1', DestCidrIp: '0.0.0.0/0' }] });
  assert.strictEqual((await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId, Direction: 'ingress' })).Permissions.Permission.length, 1);
  const { SecurityGroups } = await ecs('DescribeSecurityGroups', { VpcId: cloud.vpcId, Tag: [{ Key: 'made-by', Value: 'story' }] });
  assert.deepStrictEqual(SecurityGroups.SecurityGroup.map((group) => group.SecurityGroupId), [SecurityGroupId]);
  return SecurityGroupId;
}

async function instances(VSwitchId, SecurityGroupId) {
  const types = (await call('Ecs', 'DescribeInstanceTypes', { InstanceTypes: ['ecs.g7.xlarge'] })).InstanceTypes.InstanceType;
  assert.deepStrictEqual([types[0].EniQuantity, types[0].EniPrivateIpAddressQuantity, types[0].CpuCoreCount, types[0].MemorySize], [4, 15, 4, 16]);
  const { InstanceIdSets } = await ecs('RunInstances', { InstanceType: 'ecs.g7.xlarge', VSwitchId, SecurityGroupId, InstanceName: 'of-the-story', ImageId: 'any', Amount: 1, ClientToken: `run-${kind}` });
  const InstanceId = InstanceIdSets.InstanceIdSet[0];
  await until(`${InstanceId} running`, async () =>
    (await ecs('DescribeInstances', { InstanceIds: JSON.stringify([InstanceId]) })).Instances.Instance[0]?.Status === 'Running');
  const one = await call('Ecs', 'DescribeInstanceAttribute', { InstanceId });
  assert.deepStrictEqual([one.InstanceName, one.VpcAttributes.VSwitchId], ['of-the-story', VSwitchId]);
  return InstanceId;
}

async function interfaces(VSwitchId, SecurityGroupId, InstanceId) {
  const made = await ecs('CreateNetworkInterface', { VSwitchId, SecurityGroupIds: [SecurityGroupId], SecondaryPrivateIpAddressCount: 9,
    NetworkInterfaceName: 'of-the-story', Tag: [{ Key: 'made-by', Value: kind }], ClientToken: `eni-${kind}` });
  const NetworkInterfaceId = made.NetworkInterfaceId;
  assert.strictEqual(made.PrivateIpSets.PrivateIpSet.length, 10);
  const again = await ecs('CreateNetworkInterface', { VSwitchId, SecurityGroupIds: [SecurityGroupId], SecondaryPrivateIpAddressCount: 9,
    NetworkInterfaceName: 'of-the-story', Tag: [{ Key: 'made-by', Value: kind }], ClientToken: `eni-${kind}` });
  assert.strictEqual(again.NetworkInterfaceId, NetworkInterfaceId);
  await until('Available', async () => (await eni(NetworkInterfaceId)).Status === 'Available');
  await ecs('AttachNetworkInterface', { NetworkInterfaceId, InstanceId });
  await until('InUse', async () => (await eni(NetworkInterfaceId)).Status === 'InUse');
  assert.strictEqual((await eni(NetworkInterfaceId)).InstanceId, InstanceId);

  const assigned = await ecs('AssignPrivateIpAddresses', { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2, ClientToken: `assign-${kind}` });
  const PrivateIpAddress = assigned.AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress;
  assert.strictEqual(PrivateIpAddress.length, 2);
  await ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId, PrivateIpAddress });
  await refused('InvalidIp.IpUnassigned', 403, 'Ecs', 'UnassignPrivateIpAddresses', { RegionId, NetworkInterfaceId, PrivateIpAddress });
  await ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Description: 'changed', SourceDestCheck: true });
  const one = await ecs('DescribeNetworkInterfaceAttribute', { NetworkInterfaceId });
  assert.deepStrictEqual([one.Description, one.SourceDestCheck, one.PrivateIpSets.PrivateIpSet.length, one.SecurityGroupIds.SecurityGroupId], ['changed', true, 10, [SecurityGroupId]]);
  return NetworkInterfaceId;
}

async function ipv6() {
  const vSwitch = (await vpc('DescribeVSwitches', { VpcId: cloud.vpcId })).VSwitches.VSwitch.find((each) => each.Ipv6CidrBlock);
  const { NetworkInterfaceId } = await ecs('CreateNetworkInterface', { VSwitchId: vSwitch.VSwitchId, SecurityGroupId: cloud.securityGroupIds[0] });
  await until('Available', async () => (await eni(NetworkInterfaceId)).Status === 'Available');
  const { Ipv6Sets } = await ecs('AssignIpv6Addresses', { NetworkInterfaceId, Ipv6AddressCount: 2 });
  assert.strictEqual(Ipv6Sets.Ipv6Address.length, 2);
  await ecs('UnassignIpv6Addresses', { NetworkInterfaceId, Ipv6Address: Ipv6Sets.Ipv6Address });
  assert.strictEqual((await eni(NetworkInterfaceId)).Ipv6Sets.Ipv6Set.length, 0);
  await gone(NetworkInterfaceId);
}

async function routes(NetworkInterfaceId) {
  const { RouterTableList } = await vpc('DescribeRouteTableList', { VpcId: cloud.vpcId });
  const RouteTableId = RouterTableList.RouterTableListType[0].RouteTableId;
  const { RouteEntryId } = await vpc('CreateRouteEntry', { RouteTableId, DestinationCidrBlock: '10.99.0.0/16', NextHopType: 'NetworkInterface', NextHopId: NetworkInterfaceId, ClientToken: `route-${kind}` });
  const entries = async () => (await vpc('DescribeRouteEntryList', { RouteTableId, RouteEntryType: 'Custom', MaxResult: 100 })).RouteEntrys.RouteEntry;
  await until('the entry', async () => (await entries()).some((entry) => entry.RouteEntryId === RouteEntryId && entry.NextHops.NextHop[0].NextHopId === NetworkInterfaceId));
  await vpc('DeleteRouteEntry', { RouteEntryId, RouteTableId });
  await until('no entry', async () => !(await entries()).some((entry) => entry.RouteEntryId === RouteEntryId));
}

async function gone(NetworkInterfaceId) {
  await ecs('DeleteNetworkInterface', { NetworkInterfaceId });
  await until('the end of the ENI', async () => !(await eni(NetworkInterfaceId)));
}

async function pages() {
  const first = await ecs('DescribeNetworkInterfaces', { PageNumber: 1, PageSize: 2 });
  assert.deepStrictEqual([first.PageNumber, first.PageSize, first.NetworkInterfaceSets.NetworkInterfaceSet.length], [1, 2, 2]);
  const seen = new Set();
  for (let NextToken; ;) {
    const page = await ecs('DescribeNetworkInterfaces', { MaxResults: 10, ...(NextToken ? { NextToken } : {}) });
    page.NetworkInterfaceSets.NetworkInterfaceSet.forEach((each) => seen.add(each.NetworkInterfaceId));
    NextToken = page.NextToken;
    if (!NextToken) break;
  }
  assert.strictEqual(seen.size, first.TotalCount);
}

(async () => {
  const { VSwitchId } = await networks();
  const SecurityGroupId = await groups();
  const InstanceId = await instances(VSwitchId, SecurityGroupId);
  const NetworkInterfaceId = await interfaces(VSwitchId, SecurityGroupId, InstanceId);
  await routes(NetworkInterfaceId);
  await ipv6();
  await pages();
  await ecs('DetachNetworkInterface', { NetworkInterfaceId, InstanceId });
  await until('Available', async () => (await eni(NetworkInterfaceId)).Status === 'Available');
  await gone(NetworkInterfaceId);
  await call('Ecs', 'DeleteInstance', { InstanceId, Force: true });
  await until('the end of the instance', async () => !(await ecs('DescribeInstances', { InstanceIds: JSON.stringify([InstanceId]) })).Instances.Instance.length);
  await ecs('DeleteSecurityGroup', { SecurityGroupId });
  await vpc('DeleteVSwitch', { VSwitchId });
  await refused('InvalidEniId.NotFound', 404, 'Ecs', 'DetachNetworkInterface', { RegionId, NetworkInterfaceId, InstanceId: cloud.instanceIds[0] });
  console.log([...called].sort().join('\n'));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
