namespace Fairlead.Cni.Tests.Plugin;

/// <summary>Variables to the letter: what is not allowed is code 4 and names the variable, and no agent hears of it.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly PluginCall _call = new();
    private readonly FakeAgent _agent;

    public EnvironmentTests() => _agent = FakeAgent.Answering(_call.Socket, 0, "{}");

    public static TheoryData<string> BadIds => ["-c", ".c", "_c", "c/1", "c 1", "c1\n", "c\u00e4", "c;1", "../c", "\n"];

    public static TheoryData<string> BadNames => ["sixteen-letters-", "a/b", "a:b", "a b", "eth0\n", "\teth0", ".", "..", "a\u00a0b", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4", "a\u0001"];

    [Theory, MemberData(nameof(BadIds))]
    public async Task Container_ids_that_are_none(string id)
    {
        foreach (var verb in new[] { "ADD", "DEL", "CHECK" })
        {
            AssertRefused(await _call.Run(verb, ("CNI_CONTAINERID", id)), "CNI_CONTAINERID");
        }
    }

    [Theory, MemberData(nameof(BadNames))]
    public async Task Interface_names_that_the_kernel_would_not_take(string name)
    {
        foreach (var verb in new[] { "ADD", "DEL" })
        {
            AssertRefused(await _call.Run(verb, ("CNI_IFNAME", name)), "CNI_IFNAME");
        }
    }

    [Theory]
    [InlineData("ADD", "CNI_CONTAINERID")]
    [InlineData("ADD", "CNI_NETNS")]
    [InlineData("ADD", "CNI_IFNAME")]
    [InlineData("CHECK", "CNI_NETNS")]
    [InlineData("DEL", "CNI_CONTAINERID")]
    [InlineData("DEL", "CNI_IFNAME")]
    [InlineData("GC", "CNI_PATH")]
    public async Task What_a_verb_needs_must_be_there_and_not_empty(string verb, string variable)
    {
        AssertRefused(await _call.Run(verb, (variable, null)), variable);
        AssertRefused(await _call.Run(verb, (variable, "")), variable);
    }

    [Fact]
    public async Task All_missing_variables_are_named_at_once()
    {
        var run = await PluginRun.Of([new("CNI_COMMAND", "ADD")], _call.Configuration);
        Assert.Equal(4, run.Code);
        Assert.Contains("[CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME]", run.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("add")]
    [InlineData("ADD\n")]
    [InlineData("UPDATE")]
    public async Task Commands_are_six_words_and_no_others(string? command) =>
        AssertRefused(await _call.Run("ADD", ("CNI_COMMAND", command)), "CNI_COMMAND");

    [Theory]
    [InlineData("ADD", "CNI_PATH")]
    [InlineData("ADD", "CNI_ARGS")]
    [InlineData("CHECK", "CNI_PATH")]
    [InlineData("DEL", "CNI_PATH")]
    [InlineData("DEL", "CNI_NETNS")]
    [InlineData("STATUS", "CNI_PATH")]
    [InlineData("STATUS", "CNI_CONTAINERID")]
    [InlineData("GC", "CNI_CONTAINERID")]
    public async Task What_is_optional_may_be_left_out(string verb, string variable)
    {
        Assert.Equal(0, (await _call.Run(verb, (variable, null))).Status);
        Assert.Single(_agent.Calls);
    }

    [Fact]
    public async Task An_interface_name_that_is_no_UTF_8_is_not_taken_for_another() =>
        AssertRefused(
            await PluginRun.Of(["/bin/sh", "-c", $"export CNI_IFNAME=$(printf 'eth\\377'); exec '{PluginBinary.Path}'"], _call.Variables("DEL"), global::System.Text.Encoding.UTF8.GetBytes(_call.Configuration)),
            "CNI_IFNAME");

    [Fact]
    public async Task The_longest_interface_name_is_fifteen_octets() =>
        Assert.Equal(0, (await _call.Run("DEL", ("CNI_IFNAME", "fifteen-letters"))).Status);

    public void Dispose()
    {
        _agent.Dispose();
        _call.Dispose();
    }

    private void AssertRefused(PluginRun run, string variable)
    {
        Assert.Equal(4, run.Code);
        Assert.Contains(variable, run.Message);
        Assert.Equal("", run.Errors);
        Assert.Empty(_agent.Calls);
    }
}
