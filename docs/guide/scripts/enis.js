'use strict';
// Lists the ENIs of a cloud with the old core SDK, which signs with HMAC-SHA1. Reads the first line of `fairlead vpc serve`.
const Core = require('@alicloud/pop-core');

const cloud = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const client = new Core.RPCClient({
  accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, endpoint: cloud.endpoint, apiVersion: '2014-05-26',
});

client.request('DescribeNetworkInterfaces', { RegionId: cloud.regionId, MaxResults: 100 }).then(({ NetworkInterfaceSets }) => {
  for (const eni of NetworkInterfaceSets.NetworkInterfaceSet) console.log(eni.NetworkInterfaceId, eni.Type, eni.Status, eni.PrivateIpAddress);
}, (error) => {
  console.error(`${error.code}: ${error.data.Message}`);
  process.exit(1);
});
