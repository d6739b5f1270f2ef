using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Metadata;
using Fairlead.Vpc.Tests.Cloud;

namespace Fairlead.Vpc.Tests.Metadata;

public sealed class InstanceMetadataTests : IDisposable
{
    private const string Items = "/latest/meta-data/";
    private const string Nic = Items + "network/interfaces/macs/00:16:3e:bc:0a:0b/";

    private readonly ManualClock _clock = new();
    private readonly EmulatedCloud _cloud;
    private readonly KeyRing _keys;
    private readonly InstanceMetadata _metadata;

    public InstanceMetadataTests()
    {
        var random = RandomNumberGenerator.Create();
        _cloud = new EmulatedCloud(SmallCloud.State(), _clock);
        _keys = new KeyRing(AccountKeys.Create(_cloud.State.Account, random), _clock, random);
        _metadata = new InstanceMetadata(_cloud, _keys, new MetadataTokens(RandomNumberGenerator.GetBytes(32), _clock));
    }

    public void Dispose() => _cloud.Dispose();

    [Theory]
    [InlineData(Items + "mac", "00:16:3e:bc:0a:0b")]
    [InlineData(Items + "instance-id", "i-node-1")]
    [InlineData(Items + "instance/instance-type", "ecs.g7.xlarge")]
    [InlineData(Items + "region-id", "cn-hangzhou")]
    [InlineData(Items + "zone-id", "cn-hangzhou-h")]
    [InlineData(Items + "vswitch-id", "vsw-a")]
    [InlineData(Items + "vpc-id", "vpc-lab")]
    [InlineData(Items + "vpc-cidr-block", "172.16.0.0/16")]
    [InlineData(Items + "private-ipv4", "172.16.10.11")]
    [InlineData(Items + "hostname", "node-1")]
    [InlineData(Items + "owner-account-id", "1234567890123456")]
    [InlineData(Items + "network/interfaces/macs/", "00:16:3e:bc:0a:0b/")]
    [InlineData(Items + "network/interfaces/macs", "00:16:3e:bc:0a:0b/")]
    [InlineData(Nic + "network-interface-id", "eni-node-1")]
    [InlineData(Nic + "primary-ip-address", "172.16.10.11")]
    [InlineData(Nic + "private-ipv4s", "[\"172.16.10.11\"]")]
    [InlineData(Nic + "ipv6s", "[fd00:0:0:1::11]")]
    [InlineData(Nic + "gateway", "172.16.10.253")]
    [InlineData(Nic + "ipv6-gateway", "fd00::1:ffff:ffff:ffff:fffd")]
    [InlineData(Nic + "netmask", "255.255.255.0")]
    [InlineData(Nic + "vswitch-id", "vsw-a")]
    [InlineData(Nic + "vswitch-cidr-block", "172.16.10.0/24")]
    [InlineData(Nic + "vswitch-ipv6-cidr-block", "fd00:0:0:1::/64")]
    [InlineData(Items + "ram/security-credentials/", InstanceMetadata.Role)]
    [InlineData("/", "2016-01-01/\nlatest/")]
    [InlineData("/latest", "dynamic/\nmeta-data/")]
    public void Items_are_where_the_cloud_has_them(string path, string text) => Assert.Equal((200, text), Get("i-node-1", path));

    [Theory]
    [InlineData(Items + "nothing")]
    [InlineData(Items + "mac/more")]
    [InlineData(Items + "network/interfaces/macs/00:16:3e:00:00:00/gateway")]
    [InlineData("/2020-01-01/meta-data/mac")]
    [InlineData("/latest/user-data")]
    public void What_is_not_there_is_not_found(string path) => Assert.Equal(404, Get("i-node-1", path).Status);

    [Fact]
    public void An_interface_without_ipv6_has_no_such_items() =>
        Assert.Equal(404, Get("i-node-2", Items + "network/interfaces/macs/00:16:3e:bc:0a:0c/ipv6s").Status);

    [Fact]
    public void Nobody_sees_an_instance_that_is_not_there() => Assert.Equal(404, Get("i-none", Items + "mac").Status);

    [Fact]
    public void An_attached_interface_appears_with_its_addresses_and_goes_with_them()
    {
        var eni = _cloud.Created(SmallCloud.Create(addresses: 2));
        Assert.Equal(1, Macs());
        _cloud.Call(SmallCloud.Attach(eni));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Macs());
        var addresses = Get("i-node-1", $"{Items}network/interfaces/macs/{_cloud.State.Interfaces[eni].Mac}/private-ipv4s").Text;
        Assert.Equal(_cloud.State.Interfaces[eni].Addresses.Select(address => $"{address}"), JsonNode.Parse(addresses)!.AsArray().Select(address => (string?)address));
        _cloud.Vanish(eni);
        Assert.Equal(1, Macs());
    }

    [Fact]
    public void A_role_has_a_key_pair_that_ends()
    {
        var role = JsonNode.Parse(Get("i-node-1", $"{Items}ram/security-credentials/{InstanceMetadata.Role}").Text)!;
        Assert.Equal(["AccessKeyId", "AccessKeySecret", "Expiration", "SecurityToken", "LastUpdated", "Code"], role.AsObject().Select(field => field.Key));
        Assert.Equal("2026-01-01T06:00:00Z", (string?)role["Expiration"]);
        Assert.Equal((string?)role["AccessKeySecret"], _keys.FindRole((string)role["AccessKeyId"]!)!.Secret);
    }

    [Fact]
    public void A_token_is_asked_for_and_then_shown()
    {
        var (status, token) = Ask("PUT", "/latest/api/token", lifetime: "60");
        Assert.Equal(200, status);
        Assert.Equal((200, "i-node-1"), Ask("GET", Items + "instance-id", token));
        Assert.Equal(401, Ask("GET", Items + "instance-id", "wrong").Status);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(401, Ask("GET", Items + "instance-id", token).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("21601")]
    [InlineData("-5")]
    [InlineData("soon")]
    public void A_token_needs_a_lifetime(string? lifetime) => Assert.Equal(400, Ask("PUT", "/latest/api/token", lifetime: lifetime).Status);

    [Fact]
    public void Where_tokens_are_required_nobody_is_answered_without()
    {
        _cloud.Use(_cloud.State.Settings with { MetadataTokensRequired = true });
        Assert.Equal(403, Get("i-node-1", Items + "mac").Status);
        Assert.Equal(200, Ask("GET", Items + "mac", Ask("PUT", "/latest/api/token", lifetime: "21600").Text).Status);
    }

    [Fact]
    public void Other_methods_are_not_allowed() => Assert.Equal(405, Ask("POST", Items + "mac").Status);

    private int Macs() => Get("i-node-1", Items + "network/interfaces/macs/").Text.Split('\n').Length;

    private (int Status, string Text) Get(string instance, string path) => _metadata.Answer(instance, "GET", path, null, null) is var answer ? (answer.Status, answer.Text) : default;

    private (int Status, string Text) Ask(string method, string path, string? token = null, string? lifetime = null) =>
        _metadata.Answer("i-node-1", method, path, token, lifetime) is var answer ? (answer.Status, answer.Text) : default;
}
