using System.Text;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>Standard input that is no network configuration: the specification's codes, as JSON, and no agent is asked.</summary>
public sealed class InputTests : IDisposable
{
    private readonly PluginCall _call = new();
    private readonly FakeAgent _agent;

    public InputTests() => _agent = FakeAgent.Answering(_call.Socket, 0, "{}");

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"cniVersion\":\"1.0.0\",}")]
    [InlineData("{} {}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public async Task What_is_no_JSON_object_is_code_6(string input) => AssertRefused(await _call.RunWith("ADD", input), 6, "");

    [Fact]
    public async Task Octets_that_are_no_UTF_8_are_code_6()
    {
        byte[] input = [.. "{\"cniVersion\":\"1.0.0\",\"name\":\""u8, 0xff, .. "\"}"u8];
        AssertRefused(await PluginRun.Of([PluginBinary.Path], _call.Variables("ADD"), input), 6, "");
    }

    [Fact]
    public async Task A_byte_order_mark_is_code_6()
    {
        byte[] input = [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(_call.Configuration)];
        AssertRefused(await PluginRun.Of([PluginBinary.Path], _call.Variables("ADD"), input), 6, "");
    }

    [Fact]
    public async Task Ten_thousand_brackets_are_code_6() =>
        AssertRefused(await _call.RunWith("ADD", "{\"args\":" + new string('[', 10_000)), 6, "");

    [Fact]
    public async Task Endless_input_is_not_read_for_ever() =>
        AssertRefused(await _call.RunWith("ADD", new string(' ', 5 << 20)), 6, "1 MiB");

    [Theory]
    [InlineData("0.2.0")]
    [InlineData("1.2.0")]
    [InlineData("1.0")]
    [InlineData("")]
    [InlineData("1.0.0 ")]
    public async Task A_version_that_is_not_ours_is_code_1(string version) =>
        AssertRefused(await _call.RunWith("ADD", _call.Configuration.Replace("1.0.0", version, StringComparison.Ordinal)), 1, "0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0");

    [Fact]
    public async Task No_version_means_0_1_0_which_is_not_ours() =>
        AssertRefused(await _call.RunWith("ADD", "{\"name\":\"net\",\"type\":\"fairlead-cni\"}"), 1, "0.1.0");

    [Theory]
    [InlineData("""{"cniVersion":"1.0.0","type":"fairlead-cni"}""", "name")]
    [InlineData("""{"cniVersion":"1.0.0","name":"","type":"fairlead-cni"}""", "name")]
    [InlineData("""{"cniVersion":"1.0.0","name":null,"type":"fairlead-cni"}""", "name")]
    [InlineData("""{"cniVersion":"1.0.0","name":7,"type":"fairlead-cni"}""", "name")]
    [InlineData("""{"cniVersion":"1.0.0","name":"net","socket":["a"]}""", "socket")]
    public async Task A_field_that_is_wrong_is_code_7_and_named(string input, string field) => AssertRefused(await _call.RunWith("ADD", input), 7, field);

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("1.1.0")]
    public async Task An_error_bears_the_version_that_was_asked_for(string version)
    {
        var run = await _call.RunWith("ADD", $$"""{"cniVersion":"{{version}}","type":"fairlead-cni"}""");
        Assert.Equal(version, run.Error["cniVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task Quotes_and_control_characters_in_a_message_are_still_JSON()
    {
        var run = await _call.Run("ADD", ("CNI_IFNAME", "a\"\\\u0007/"));
        Assert.Contains("a\"\\\u0007/", run.Message);
    }

    [Fact]
    public async Task Closed_standard_input_is_an_error_like_others()
    {
        var run = await PluginRun.Of(["/bin/sh", "-c", $"exec '{PluginBinary.Path}' <&-"], _call.Variables("ADD"), []);
        // Descriptor 0 is free then, and may by now be a file that the runtime opened: unreadable, or no configuration.
        AssertRefused(run, run.Code == 5 ? 5 : 6, "");
    }

    public void Dispose()
    {
        _agent.Dispose();
        _call.Dispose();
    }

    private void AssertRefused(PluginRun run, int code, string message)
    {
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Message);
        Assert.Equal("", run.Errors);
        Assert.Empty(_agent.Calls);
    }
}
