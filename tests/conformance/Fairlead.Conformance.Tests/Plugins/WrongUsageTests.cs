namespace Fairlead.Conformance.Tests.Plugins;

/// <summary>What a user said wrong is said before anything is made or run.</summary>
public sealed class WrongUsageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fl-usage-").FullName;

    [Fact]
    public void A_wrong_list_runs_nothing()
    {
        var plugin = Path.Combine(_folder, "plugin");
        File.WriteAllText(plugin, $"#!/bin/sh\ntouch {_folder}/ran\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var list = Path.Combine(_folder, "net.conflist");
        File.WriteAllText(list, """{"cniVersion": "1.0.0", "name": "a b", "plugins": [{"type": "plugin"}, {"type": "plugn"}]}""");
        var run = CheckRun.Of(list, "--plugins", _folder);
        Assert.Equal(1, run.Status);
        Assert.Contains("name: 'a b'", run.Errors);
        Assert.Contains("plugins[1].type: no plug-in 'plugn'; did you mean plugin?", run.Errors);
        Assert.False(File.Exists(Path.Combine(_folder, "ran")));
    }

    [Fact]
    public void A_list_that_is_not_there_is_named() => Assert.Contains($"{_folder}/none.conflist", CheckRun.Of($"{_folder}/none.conflist").Errors);

    [Fact]
    public void A_group_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var run = CheckRun.Of("net.conflist", "--only", "ad");
        Assert.Equal(2, run.Status);
        Assert.Contains("add", run.Errors);
    }

    [Fact]
    public void A_link_cannot_be_asked_for_in_somebody_elses_node() => Assert.Contains("--link", CheckRun.Of("net.conflist", "--here", "--link", "a").Errors);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
