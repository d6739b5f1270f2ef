using System.Text;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>DEL while no agent is there: a bounded wait, then a request on the disk that the next agent takes up.</summary>
public sealed class DeletionTests : IDisposable
{
    private readonly PluginCall _call = new();

    [Fact]
    public async Task Without_an_agent_the_request_is_left_and_the_runtime_may_forget_the_pod()
    {
        var run = await _call.Run("DEL");
        Assert.Equal((0, "", ""), (run.Status, run.Output, run.Errors));
        Assert.True(run.Took < TimeSpan.FromSeconds(20), $"took {run.Took}");
        Assert.Equal($"CDEL\0c1\0\0eth0\0IgnoreUnknown=1;K8S_POD_NAME=p\0/opt/cni/bin\0{_call.Configuration}", Encoding.UTF8.GetString(File.ReadAllBytes(Request())));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Request()));
        Assert.EndsWith("c1@eth0.del", Request());
    }

    [Fact]
    public async Task The_second_request_for_the_same_pod_takes_the_place_of_the_first()
    {
        await _call.Run("DEL");
        await _call.Run("DEL", ("CNI_NETNS", "/proc/gone"));
        Assert.Contains("/proc/gone", File.ReadAllText(Request()));
    }

    [Fact]
    public async Task Two_interfaces_of_one_container_are_two_requests()
    {
        await Task.WhenAll(_call.Run("DEL"), _call.Run("DEL", ("CNI_IFNAME", "net1")));
        Assert.Equal(2, _call.Deletions().Length);
    }

    [Fact]
    public async Task The_longest_container_id_still_makes_a_file()
    {
        Assert.Equal(0, (await _call.Run("DEL", ("CNI_CONTAINERID", new string('a', 230)))).Status);
        Assert.Contains(new string('a', 230), File.ReadAllText(Request()));
    }

    [Fact]
    public async Task Ids_that_are_alike_at_their_beginning_do_not_take_each_others_place()
    {
        var beginning = new string('a', 225);
        await Task.WhenAll(_call.Run("DEL", ("CNI_CONTAINERID", beginning + "1")), _call.Run("DEL", ("CNI_CONTAINERID", beginning + "2")));
        Assert.Equal(2, _call.Deletions().Length);
    }

    [Fact]
    public async Task On_a_full_disk_the_runtime_is_told_to_ask_again()
    {
        // tmpfs gives whole pages: the filler takes all of them, and the request's own page is not to be had.
        Directory.CreateDirectory(_call.State);
        var run = await InOwnMounts($"mount -t tmpfs -o size=64k tmpfs '{_call.State}' && mkdir '{_call.State}/deletions' && {{ head -c 100000 /dev/zero >'{_call.State}/filler' 2>/dev/null || true; }}");
        Assert.Equal(5, run.Code);
        Assert.Contains("ENOSPC", run.Message);
    }

    [Fact]
    public async Task On_a_read_only_disk_too()
    {
        Directory.CreateDirectory(_call.State);
        var run = await InOwnMounts($"mount -t tmpfs -o ro tmpfs '{_call.State}'");
        Assert.Equal(5, run.Code);
        Assert.Contains("EROFS", run.Message);
    }

    public void Dispose() => _call.Dispose();

    private string Request() => Assert.Single(_call.Deletions());

    private async Task<PluginRun> InOwnMounts(string before)
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var variables = _call.Variables("DEL", ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        var run = await PluginRun.Of(
            ["/usr/bin/unshare", .. user, "--mount", "/bin/sh", "-c", $"{{ {before}; }} || exit 77; exec '{PluginBinary.Path}'"], variables, Encoding.UTF8.GetBytes(_call.Configuration));
        if (run.Status == 77 || run.Errors.StartsWith("unshare", StringComparison.Ordinal))
        {
            Assert.Skip($"a file system of the test's own cannot be mounted: {run.Errors}");
        }

        return run;
    }
}
