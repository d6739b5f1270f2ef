using System.Text.Json.Nodes;
using Fairlead.Conformance.Results;

namespace Fairlead.Conformance.Tests.Results;

/// <summary>What is said of a result that is not of its version's shape, and that nothing is said of one that is.</summary>
public sealed class ShapeTests
{
    private const string Good = """
        {"interfaces": [{"name": "veth1", "mac": "02:00:00:00:00:01"}, {"name": "eth0", "sandbox": "/n"}],
         "ips": [{"address": "10.0.0.2/24", "gateway": "10.0.0.1", "interface": 1}, {"address": "fd00::2/64"}],
         "routes": [{"dst": "0.0.0.0/0", "gw": "10.0.0.1"}, {"dst": "::/0"}], "dns": {"nameservers": ["10.0.0.53"], "domain": "d"}}
        """;

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void Nothing_is_wrong_with_a_good_one(string version) => Assert.Equal("", Problems(version, Good));

    [Theory]
    [InlineData("0.3.0", true)]
    [InlineData("0.4.0", true)]
    [InlineData("1.0.0", false)]
    public void Families_were_named_up_to_0_4_0(string version, bool named)
    {
        var withFamilies = Good.Replace("\"address\": \"10", "\"version\": \"4\", \"address\": \"10").Replace("\"address\": \"fd", "\"version\": \"6\", \"address\": \"fd");
        Assert.Equal(named ? "" : "ips[0].version: went with 1.0.0; ips[1].version: went with 1.0.0", Problems(version, withFamilies));
        Assert.Equal(named, Problems(version, Good).Contains($"{version} asks for \"6\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.2.0", """{"ip4": {"ip": "10.0.0.2/24", "routes": [{"dst": "0.0.0.0/0"}]}, "ip6": {"ip": "fd00::2/64"}}""", "")]
    [InlineData("0.2.0", """{"ips": [], "ip4": {"ip": "10.0.0.2"}}""", "ips: came with 0.3.0; ip4.ip: \"10.0.0.2\" is no address with a prefix length")]
    [InlineData("1.0.0", """{"ip4": {"ip": "10.0.0.2/24"}}""", "ip4: is of versions before 0.3.0")]
    [InlineData("1.0.0", """{"interfaces": [{"name": ""}, {"name": "a", "mac": "x"}, 7]}""", "interfaces[2]: must be an object; interfaces[0].name: is missing or empty; interfaces[1].mac: 'x' is no MAC address")]
    [InlineData("1.0.0", """{"ips": [{"address": "10.0.0.2"}, {}, {"address": "10.0.0.2/24", "gateway": "fd00::1"}]}""", "ips[0].address: \"10.0.0.2\" is no address with a prefix length; ips[1].address: missing, which is no address with a prefix length; ips[2].gateway: 'fd00::1' is no IPv4 address")]
    [InlineData("1.0.0", """{"interfaces": [{"name": "a"}], "ips": [{"address": "10.0.0.2/24", "interface": 1}, {"address": "10.0.0.3/24", "interface": "0"}]}""", "ips[0].interface: 1 is no index into the 1 interfaces; ips[1].interface: \"0\" is no index into the 1 interfaces")]
    [InlineData("1.0.0", """{"routes": [{"dst": "default"}, {"dst": "0.0.0.0/0", "gw": "::1"}]}""", "routes[0].dst: \"default\" is no address with a prefix length; routes[1].gw: '::1' is no IPv4 address")]
    [InlineData("1.0.0", """{"dns": [], "ips": {}}""", "dns: must be an object; ips: must be a list")]
    [InlineData("1.0.0", """{"dns": {"nameservers": "10.0.0.53", "domain": 1}}""", "dns.domain: must be a string, not 1; dns.nameservers: must be a list of strings")]
    public void What_is_not_of_the_shape_is_said_with_its_field(string version, string json, string problems) => Assert.Equal(problems, Problems(version, json));

    private static string Problems(string version, string json)
    {
        var reader = new ResultReader(version);
        reader.Read(JsonNode.Parse(json)!.AsObject());
        return string.Join("; ", reader.Problems);
    }
}
