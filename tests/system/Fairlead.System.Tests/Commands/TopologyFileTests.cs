using Fairlead.Lab.Entrance;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Commands;

/// <summary>`lab up FILE`: a file with mistakes is told all of them and starts nothing; one without is the lab.</summary>
public sealed class TopologyFileTests : IDisposable
{
    private const string Mistakes = """
        cidrs: [172.16.0.0/16]
        podRanges: [10.244.0.0/16, 10.244.128.0/17]
        serviceRanges: [10.96.0.0/16]
        vSwitches:
          - { name: vsw-a, cidr: 172.16.10.0/24, zone: b }
        hosts:
          - { name: node-1, vSwitch: vsw-a, address: 172.16.11.11, pods: [10.244.1.0/30] }
          - { name: node-1, vSwitch: vsw-a, address: 172.16.10.12 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-topology-").FullName;
    private readonly string _name = $"t-file-{Environment.ProcessId}";

    public TopologyFileTests() => File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_places_and_nothing_is_started()
    {
        CommandsLab.User.Require();
        var file = Write("wrong.yaml", Mistakes);
        var done = CommandsLab.User.Fairlead("lab", "up", file, "--name", _name);
        LabCommandTests.AssertRefused(done, "zone", "10.244.128.0/17 overlaps", "172.16.11.11", "another host has the name node-1 already", "is too small");
        foreach (var place in new[] { "line 2, column 28", "line 5, column 42", "line 7, column 46", "line 7, column 67", "line 8, column 13" })
        {
            Assert.Contains(place, done.Errors);
        }

        Assert.StartsWith("wrong.yaml: 5 problems\n", done.Errors);
        Assert.Null(LabFinder.Find(_name));
    }

    [Theory]
    [InlineData("hosts: [", "wrong.yaml: line 2")]
    [InlineData("", "wrong.yaml")]
    [InlineData("- a\n- b\n", "line 1, column 1")]
    [InlineData("a: 1\na: 2\n", "line 2, column 1")]
    [InlineData("\0", "wrong.yaml")]
    public void What_is_no_topology_at_all_is_refused(string text, string place)
    {
        CommandsLab.User.Require();
        LabCommandTests.AssertRefused(CommandsLab.User.Fairlead("lab", "up", Write("wrong.yaml", text), "--name", _name), place);
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_name_that_is_none_are_refused()
    {
        CommandsLab.User.Require();
        LabCommandTests.AssertRefused(CommandsLab.User.Fairlead("lab", "up", "/nowhere/lab.yaml", "--name", _name), "/nowhere/lab.yaml");
        LabCommandTests.AssertRefused(CommandsLab.User.Fairlead("lab", "up", _folder, "--name", _name), _folder);
        LabCommandTests.AssertRefused(CommandsLab.User.Fairlead("lab", "up", "--name", "My_Lab"), "'My_Lab' is no name for a lab");
    }

    [Fact]
    public void A_small_lab_of_ones_own_comes_up()
    {
        using var lab = new CommandLab(CommandsLab.User, "own", """
            cidrs: [192.168.0.0/16]
            podRanges: [10.1.0.0/16]
            vSwitches: [{ name: only, cidr: 192.168.1.0/24 }]
            hosts:
              - { name: alpha, vSwitch: only, address: 192.168.1.10, pods: [10.1.1.0/28], mtu: 1400 }
              - { name: beta, vSwitch: only, address: 192.168.1.11 }
            routes: [{ destination: 10.1.1.0/28, nextHop: alpha }]
            """);
        lab.Json("lab", "pod", "run", "pod-a", "--node", "alpha");
        Assert.Equal(0, lab.Try("lab", "probe", "beta", "pod-a:80").Status);
        Assert.Equal("1400", lab.Shell("pod-a", "cat /sys/class/net/eth0/mtu"));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
