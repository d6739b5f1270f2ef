using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Agent.Cni;
using Fairlead.Model.Addresses;

namespace Fairlead.Cni.Tests.Configuration;

/// <summary>One success in the words of every version (CNI 1.1.0 section 5, and the specifications before it).</summary>
public sealed class OutputTests
{
    private static readonly CniResult Result = new(
        [new CniInterface("flx", MacAddress.Parse("02:00:00:00:00:01"), 1400, ""), new CniInterface("eth0", MacAddress.Parse("02:00:00:00:00:02"), 1400, "/run/netns/a")],
        [new CniAddress(Cidr.Parse("10.1.2.3/32"), InetAddress.Parse("169.254.1.1"), 1), new CniAddress(Cidr.Parse("fd00::3/128"), null, 1)],
        [new CniRoute(Cidr.Parse("0.0.0.0/0"), InetAddress.Parse("169.254.1.1")), new CniRoute(Cidr.Parse("::/0"), null)],
        new CniDns(["10.0.0.2"], "d", ["a.d"], []));

    [Theory]
    [InlineData("0.3.0", "\"version\":\"4\",", "\"version\":\"6\",", "")]
    [InlineData("0.3.1", "\"version\":\"4\",", "\"version\":\"6\",", "")]
    [InlineData("0.4.0", "\"version\":\"4\",", "\"version\":\"6\",", "")]
    [InlineData("1.0.0", "", "", "")]
    [InlineData("1.1.0", "", "", "\"mtu\":1400,")]
    public void Each_version_has_its_own_shape(string version, string v4, string v6, string mtu)
    {
        var expected = $$$"""
            {"cniVersion":"{{{version}}}",
            "interfaces":[{"name":"flx","mac":"02:00:00:00:00:01",{{{mtu}}}},{"name":"eth0","mac":"02:00:00:00:00:02",{{{mtu}}}"sandbox":"/run/netns/a"}],
            "ips":[{{{{v4}}}"address":"10.1.2.3/32","gateway":"169.254.1.1","interface":1},{{{{v6}}}"address":"fd00::3/128","interface":1}],
            "routes":[{"dst":"0.0.0.0/0","gw":"169.254.1.1"},{"dst":"::/0"}],
            "dns":{"nameservers":["10.0.0.2"],"domain":"d","search":["a.d"]}}
            """.ReplaceLineEndings("").Replace(",}", "}", StringComparison.Ordinal);
        Assert.Equal(expected, Text(CniOutput.Result(Result, CniVersion.Find(version)!)));
    }

    [Fact]
    public void What_was_not_configured_is_an_empty_object() =>
        Assert.Contains("\"dns\":{}", Text(CniOutput.Result(Result with { Dns = null }, CniVersion.V100)));

    [Fact]
    public void An_error_has_version_number_message_and_details_where_there_are_some()
    {
        Assert.Equal("""{"cniVersion":"1.0.0","code":7,"msg":"bad 'name' <x>"}""", Text(CniOutput.Error(new CniException(7, "bad 'name' <x>"), "1.0.0")));
        Assert.Equal("""{"cniVersion":"0.3.0","code":11,"msg":"m","details":"d"}""", Text(CniOutput.Error(new CniException(11, "m", "d"), "0.3.0")));
    }

    [Fact]
    public void Quotes_and_newlines_in_a_message_stay_inside_it()
    {
        var json = JsonNode.Parse(CniOutput.Error(new CniException(4, "a\"b\nc\u0000d"), "1.0.0"))!;
        Assert.Equal("a\"b\nc\u0000d", json["msg"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{\"cniVersion\":\"0.4.0\"}", "0.4.0")]
    [InlineData("{\"cniVersion\":4}", "1.0.0")]
    [InlineData("{\"cniVersion\":null}", "1.0.0")]
    [InlineData("[]", "1.0.0")]
    [InlineData("{", "1.0.0")]
    public void An_error_before_the_version_is_known_bears_the_one_that_can_be_seen(string input, string version) =>
        Assert.Equal(version, NetworkConfigurationReader.VersionOf(Encoding.UTF8.GetBytes(input)));

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
