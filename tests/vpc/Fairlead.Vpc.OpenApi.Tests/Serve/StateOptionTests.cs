using System.Diagnostics;

namespace Fairlead.Vpc.OpenApi.Tests.Serve;

/// <summary><c>--state FILE</c> as a user meets it.</summary>
public sealed class StateOptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-state-").FullName;

    private string State => Path.Combine(_folder, "cloud.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_second_run_goes_on_with_the_same_keys_and_resources()
    {
        string group;
        string first;
        using (var serve = new ServeProcess("--state", State))
        using (var client = serve.Client)
        {
            first = $"{serve.Line["accessKeyId"]} {serve.Line["accessKeySecret"]}";
            group = (await client.CallAsync("2014-05-26", "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab")))["SecurityGroupId"];
            serve.Signal("TERM");
            Assert.Equal(0, serve.End().Status);
        }

        Assert.False(File.Exists($"{State}-wal"));

        using var again = new ServeProcess("--state", State);
        Assert.Equal(first, $"{again.Line["accessKeyId"]} {again.Line["accessKeySecret"]}");
        Assert.Contains(group, again.Line["securityGroupIds"]!.AsArray().Select(id => (string?)id));
        using var refused = new ServeProcess("--state", State);
        var (status, _, said) = refused.End();
        Assert.Equal(1, status);
        Assert.Contains($"{State} is in use by another process", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused_and_left_alone()
    {
        File.WriteAllText(State, "not a state file");
        using var refused = new ServeProcess("--state", State);
        var (status, _, said) = refused.End();
        Assert.Equal(1, status);
        Assert.Contains($"{State} is no state file", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal("not a state file", File.ReadAllText(State));
    }

    [Fact]
    public async Task A_full_disk_refuses_changes_and_nothing_else()
    {
        using var serve = StartOnSmallDisk();
        using var client = serve.Client;
        await SetAsync(serve, "settings: {callsPerMinute: 0}");
        var (answered, refused) = (0, 0);
        for (var i = 0; i < 4000 && refused < 3; i++)
        {
            var answer = await client.CallAsync("2014-05-26", "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab"), ("Description", new string('x', 250)));
            Assert.True(answer.Status is 200 or 503, answer.Text);
            (answered, refused) = answer.Status == 200 ? (answered + 1, refused) : (answered, refused + 1);
            Assert.True(answer.Status == 200 || answer.Text.Contains("the disk of the state file is full", StringComparison.Ordinal), answer.Text);
        }

        Assert.Equal(3, refused);
        var groups = await client.CallAsync("2014-05-26", "DescribeSecurityGroups", ("RegionId", "cn-hangzhou"), ("PageSize", "50"));
        Assert.Equal($"{answered + 1}", groups["TotalCount"]);
    }

    private static async Task SetAsync(ServeProcess serve, string faults)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsync($"{serve.Line["endpoint"]}/_fairlead/faults", new StringContent(faults));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private ServeProcess StartOnSmallDisk()
    {
        string[] own = Environment.IsPrivilegedProcess ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
        using var probe = Process.Start(new ProcessStartInfo("unshare", [.. own, "true"]) { RedirectStandardError = true })!;
        Assert.SkipUnless(probe.WaitForExit(TimeSpan.FromMinutes(1)) && probe.ExitCode == 0, "no mount namespaces here: a full disk cannot be made");
        return new ServeProcess(["unshare", .. own, "sh", "-c", $"mount -t tmpfs -o size=1m none {_folder} && exec \"$@\"", "sh"], ["--state", State]);
    }
}
