using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Metadata;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Metadata;

namespace Fairlead.Vpc.OpenApi.Tests.Metadata;

/// <summary>The metadata service as a program on an instance asks it.</summary>
public sealed class MetadataServerTests : IAsyncLifetime
{
    private readonly EmulatedCloud _cloud = new(CloudSeed.Of(ServedCloud.World, CloudSettings.Immediate, DateTimeOffset.UnixEpoch), TimeProvider.System);
    private readonly HttpClient _http = new();
    private readonly MetadataServer _server;
    private readonly KeyRing _keys;
    private string? _asks = "i-node-1";

    public MetadataServerTests()
    {
        var random = RandomNumberGenerator.Create();
        _keys = new KeyRing(AccountKeys.Create("1234567890123456", random), TimeProvider.System, random);
        var metadata = new InstanceMetadata(_cloud, _keys, new MetadataTokens(RandomNumberGenerator.GetBytes(32), TimeProvider.System));
        _server = new MetadataServer(metadata, remote => IPAddress.IsLoopback(remote) ? _asks : null, new IPEndPoint(IPAddress.Loopback, 0));
    }

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _cloud.Dispose();
    }

    [Fact]
    public async Task An_item_is_got_with_and_without_a_token()
    {
        Assert.Equal((200, "i-node-1"), await SendAsync("GET", "/latest/meta-data/instance-id"));
        var (status, token) = await SendAsync("PUT", "/latest/api/token", ("X-aliyun-ecs-metadata-token-ttl-seconds", "60"));
        Assert.Equal(200, status);
        Assert.Equal((200, "i-node-1"), await SendAsync("GET", "/latest/meta-data/instance-id", ("X-aliyun-ecs-metadata-token", token)));
        Assert.Equal(401, (await SendAsync("GET", "/latest/meta-data/instance-id", ("X-aliyun-ecs-metadata-token", "wrong"))).Status);
    }

    [Fact]
    public async Task Each_instance_gets_its_own_and_strangers_nothing()
    {
        _asks = "i-node-2";
        Assert.Equal((200, "172.16.16.10"), await SendAsync("GET", "/latest/meta-data/private-ipv4"));
        _asks = null;
        Assert.Equal(404, (await SendAsync("GET", "/latest/meta-data/private-ipv4")).Status);
    }

    [Fact]
    public async Task The_roles_key_pair_signs_calls_with_its_token_and_not_without()
    {
        var role = JsonNode.Parse((await SendAsync("GET", $"/latest/meta-data/ram/security-credentials/{(await SendAsync("GET", "/latest/meta-data/ram/security-credentials/")).Text}")).Text)!;
        await using var api = await ServedCloud.StartAsync(credentials: new RingCredentials(_keys, TimeProvider.System));
        var (id, secret, token) = ((string)role["AccessKeyId"]!, (string)role["AccessKeySecret"]!, (string)role["SecurityToken"]!);
        using var client = new SignedClient(api.Endpoint) { KeyId = id, Secret = secret, SecurityToken = token };
        Assert.Equal(200, (await client.CallAsync("2016-04-28", "DescribeVpcs", ("RegionId", "cn-hangzhou"))).Status);
        Assert.EndsWith($"assumed-role/{InstanceMetadata.Role}/i-node-1", (await client.CallAsync("2015-04-01", "GetCallerIdentity"))["Arn"], StringComparison.Ordinal);
        using var without = new SignedClient(api.Endpoint) { KeyId = id, Secret = secret };
        Assert.Equal("MissingSecurityToken", (await without.CallAsync("2016-04-28", "DescribeVpcs", ("RegionId", "cn-hangzhou"))).Code);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_allowed_is_told()
    {
        Assert.Equal(404, (await SendAsync("GET", "/latest/meta-data/nothing")).Status);
        Assert.Equal(405, (await SendAsync("DELETE", "/latest/meta-data/mac")).Status);
        Assert.Equal((200, ""), await SendAsync("HEAD", "/latest/meta-data/mac"));
    }

    private async Task<(int Status, string Text)> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
