using System.Text.Json.Nodes;

namespace Fairlead.System.Tests.Commands;

/// <summary>`lab up --faults FILE`: the lab's cloud has them, or nothing is started.</summary>
public sealed class FaultFileTests : IDisposable
{
    private const string Topology = """
        cidrs: [192.168.0.0/16]
        vSwitches: [{ name: only, cidr: 192.168.1.0/24 }]
        hosts: [{ name: alpha, vSwitch: only, address: 192.168.1.10 }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-faults-").FullName;
    private readonly string _name = $"t-faults-{Environment.ProcessId}";

    public FaultFileTests() => File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);

    public void Dispose()
    {
        CommandsLab.User.Fairlead("lab", "down", "--name", _name);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_labs_cloud_has_the_faults_and_they_are_controlled_from_outside_only()
    {
        CommandsLab.User.Require();
        var up = CommandsLab.User.Fairlead("lab", "up", Write("small.yaml", Topology), "--faults", Write("faults.yaml", "faults: [{ action: DescribeVpcs, error: Throttling }]"), "--name", _name);
        Assert.True(up.Status == 0, up.Errors);
        var status = CommandsLab.User.Fairlead("lab", "status", "--output", "json", "--name", _name);
        using var http = new HttpClient();
        var report = await http.GetStringAsync($"{JsonNode.Parse(status.Output)!["cloud"]!["endpoint"]}/_fairlead/faults", TestContext.Current.CancellationToken);
        Assert.Contains("\"Effect\":\"Throttling\"", report, StringComparison.Ordinal);
        var inside = CommandsLab.User.Fairlead("lab", "exec", "alpha", "--name", _name, "--", "bash", "-c", "exec 3<>/dev/tcp/100.100.0.80/80; printf 'DELETE /_fairlead/faults HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3; head -n 1 <&3");
        Assert.Contains("403", inside.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_mistakes_starts_nothing()
    {
        CommandsLab.User.Require();
        var done = CommandsLab.User.Fairlead("lab", "up", Write("small.yaml", Topology), "--faults", Write("wrong.yaml", "faults: [{ error: Odd }]"), "--name", _name);
        LabCommandTests.AssertRefused(done, "wrong.yaml: line 1, column 19: faults[0].error: no error 'Odd'");
        Assert.Null(Fairlead.Lab.Entrance.LabFinder.Find(_name));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
