using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>VERSION as runtimes ask it: podman with "dummy" everywhere and a version, others with nothing at all.</summary>
public sealed class VersionTests
{
    private static readonly string[] All = ["0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"];

    [Theory]
    [InlineData("""{"cniVersion":"1.0.0"}""", "1.0.0")]
    [InlineData("""{"cniVersion":"0.4.0"}""", "0.4.0")]
    [InlineData("""{"cniVersion":"7.0.0"}""", "1.1.0")]
    [InlineData("""{"cniVersion":12}""", "1.1.0")]
    [InlineData("", "1.1.0")]
    [InlineData("not JSON", "1.1.0")]
    public async Task Every_version_is_named_whatever_is_on_standard_input(string input, string version)
    {
        var run = await PluginRun.Of(
            [new("CNI_COMMAND", "VERSION"), new("CNI_NETNS", "dummy"), new("CNI_IFNAME", "dummy"), new("CNI_PATH", "dummy"), new("CNI_CONTAINERID", "")], input);
        AssertVersions(run, version);
    }

    [Fact]
    public async Task Nothing_but_the_command_is_needed() =>
        AssertVersions(await PluginRun.Of([new("CNI_COMMAND", "VERSION")], ""), "1.1.0");

    [Fact]
    public async Task Dummies_that_would_be_wrong_elsewhere_are_not_looked_at() =>
        AssertVersions(await PluginRun.Of([new("CNI_COMMAND", "VERSION"), new("CNI_IFNAME", "a/b:c d"), new("CNI_CONTAINERID", "\n")], ""), "1.1.0");

    [Fact]
    public async Task Closed_standard_input_is_as_good_as_an_empty_one()
    {
        var run = await PluginRun.Of(["/bin/sh", "-c", $"exec '{PluginBinary.Path}' <&-"], [new("CNI_COMMAND", "VERSION")], []);
        AssertVersions(run, "1.1.0");
    }

    private static void AssertVersions(PluginRun run, string version)
    {
        Assert.Equal((0, ""), (run.Status, run.Errors));
        var answer = JsonNode.Parse(Encoding.UTF8.GetBytes(run.Output))!;
        Assert.Equal(version, answer["cniVersion"]!.GetValue<string>());
        Assert.Equal(All, answer["supportedVersions"]!.AsArray().Select(one => one!.GetValue<string>()));
    }
}
