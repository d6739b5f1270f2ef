using System.Net;
using System.Net.Sockets;

namespace Fairlead.Vpc.OpenApi.Tests.Serve;

/// <summary>The command, as who tests their own cloud code starts and stops it.</summary>
public sealed class ServeTests : IDisposable
{
    private const string Ecs = "2014-05-26";

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_says_in_one_line_what_a_caller_needs_and_ends_when_it_is_told(string signal)
    {
        using var serve = new ServeProcess();
        Assert.Equal(["endpoint", "regionId", "accessKeyId", "accessKeySecret", "vpcId", "vSwitchIds", "securityGroupIds", "instanceIds"],
            serve.Line.AsObject().Select(pair => pair.Key));
        Assert.Equal(["i-legacy-1", "i-legacy-2", "i-node-1", "i-node-2"], serve.Line["instanceIds"]!.AsArray().Select(id => id!.GetValue<string>()));
        using (var client = serve.Client)
        {
            Assert.Equal("4", (await client.CallAsync(Ecs, "DescribeInstances", ("RegionId", "cn-hangzhou")))["TotalCount"]);
        }

        // What the product promises, ten times as wide.
        Assert.InRange(serve.Started, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        serve.Signal(signal);
        var (status, output, errors) = serve.End();
        Assert.Equal((0, serve.FirstLine), (status, output));
        Assert.Contains("nothing is kept", errors);
    }

    [Fact]
    public void A_port_in_use_is_said_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Refused($"cannot listen on {other.LocalEndpoint}: Address already in use", "--listen", $"{other.LocalEndpoint}");
        Refused("cannot listen on 192.0.2.1:80", "--listen", "192.0.2.1:80");
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("somewhere:80")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:99999")]
    public void An_address_that_is_none_is_said_in_one_line(string address) => Refused($"'{address}' is no ADDRESS:PORT", "--listen", address);

    [Fact]
    public void All_mistakes_of_a_topology_are_told_at_once()
    {
        var file = Path.Combine(_folder, "topology.yaml");
        File.WriteAllText(file, """
            cidrs: [172.16.0.0/16]
            vSwitches:
              - { name: vsw-a, cidr: 192.168.7.0/24 }
            hosts:
              - { name: node-1, vSwitch: vsw-b, address: 172.16.10.11 }
              - { name: node-2, vSwitch: vsw-a }
              - { name: node-3, vSwitch: vsw-a }
            colour: blue
            """);
        var errors = Refused("5 problems", file);
        Assert.Contains("colour", errors);
        Assert.Contains("192.168.7.0/24", errors);
        Assert.Contains("vsw-b", errors);
    }

    [Fact]
    public void Files_that_are_not_there_or_are_something_else_are_named()
    {
        var none = Path.Combine(_folder, "none.yaml");
        Refused($"{none}: (file): there is none of this name", none);
        Refused($"{none}: (file): there is none of this name", "--faults", none);
        Refused($"{_folder}: (file): is a folder; a file is wanted", _folder);
        Refused($"{none}/state cannot be used: its folder does not exist", "--state", $"{none}/state");
        var file = Path.Combine(_folder, "something");
        File.WriteAllText(file, new string('x', 10_000));
        Refused("something", "--state", file);
        Assert.Equal(10_000, new FileInfo(file).Length);
    }

    [Theory]
    [InlineData("no option '--listn'; did you mean --listen?", "--listn")]
    [InlineData("TOPOLOGY.yaml: '' is no name of a file", "")]
    [InlineData("--state: '' is no name of a file", "--state", "")]
    [InlineData("--faults: '' is no name of a file", "--faults", "")]
    public void Words_that_are_no_names_are_refused_in_one_line(string part, params string[] words)
    {
        using var serve = new ServeProcess(words);
        var (status, output, errors) = serve.End();
        Assert.Equal((2, ""), (status, output));
        Assert.Equal($"fairlead: {part}\nsee: fairlead vpc serve --help\n", errors);
    }

    [Fact]
    public async Task With_a_state_file_it_goes_on_where_it_was_killed()
    {
        var state = Path.Combine(_folder, "cloud.state");
        string group, first;
        using (var serve = new ServeProcess("--state", state))
        {
            using var client = serve.Client;
            first = serve.FirstLine!;
            group = (await client.CallAsync(Ecs, "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab")))["SecurityGroupId"];
            serve.Signal("KILL");
            serve.End();
        }

        using var again = new ServeProcess("--state", state);
        using var later = again.Client;
        Assert.Contains(group, again.FirstLine);
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(first)!["accessKeyId"]!.ToString(), again.Line["accessKeyId"]!.ToString());
        Assert.Equal(group, (await later.CallAsync(Ecs, "DescribeSecurityGroupAttribute", ("RegionId", "cn-hangzhou"), ("SecurityGroupId", group)))["SecurityGroupId"]);
    }

    [Fact]
    public async Task A_file_of_faults_is_obeyed()
    {
        var file = Path.Combine(_folder, "faults.yaml");
        File.WriteAllText(file, "faults: [{ action: DescribeInstances, error: Throttling.User }]\n");
        using var serve = new ServeProcess("--faults", file);
        using var client = serve.Client;
        var answer = await client.CallAsync(Ecs, "DescribeInstances", ("RegionId", "cn-hangzhou"));
        Assert.Equal(("Throttling.User", 400), (answer.Code, answer.Status));
    }

    private static string Refused(string part, params string[] words)
    {
        using var serve = new ServeProcess(words);
        var (status, output, errors) = serve.End();
        Assert.Equal((1, ""), (status, output));
        Assert.Contains(part, errors);
        return errors;
    }
}
