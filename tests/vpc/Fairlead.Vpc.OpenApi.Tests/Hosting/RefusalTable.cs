using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Tests.Hosting;

/// <summary>
/// refusals.txt, line by line, over HTTP: code and status are the cloud's, the answer has its shape, and the state is the very same
/// afterwards.
/// </summary>
public sealed class RefusalTable : IAsyncLifetime
{
    private readonly Dictionary<string, string> _names = [];
    private ServedCloud _cloud = null!;
    private SignedClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await ServedCloud.StartAsync();
        _client = new SignedClient(_cloud.Endpoint);
        var free = Do(new CreateNetworkInterface { RegionId = "cn-hangzhou", VSwitchId = "vsw-a", SecurityGroupId = "sg-default" });
        var used = Do(new CreateNetworkInterface { RegionId = "cn-hangzhou", VSwitchId = "vsw-a", SecurityGroupId = "sg-default" });
        Do(new AttachNetworkInterface { RegionId = "cn-hangzhou", NetworkInterfaceId = used, InstanceId = "i-node-1" });
        var vSwitch = Do(new CreateVSwitch { RegionId = "cn-hangzhou", VpcId = "vpc-lab", ZoneId = "cn-hangzhou-i", CidrBlock = "172.16.32.0/24" });
        var far = Do(new CreateNetworkInterface { RegionId = "cn-hangzhou", VSwitchId = vSwitch, SecurityGroupId = "sg-default" });
        var group = Do(new CreateSecurityGroup { RegionId = "cn-hangzhou", VpcId = "vpc-lab" });
        Do(new CreateRouteEntry { RegionId = "cn-hangzhou", RouteTableId = "vtb-lab", DestinationCidrBlock = "10.2.0.0/16", NextHopType = "Instance", NextHopId = "i-node-1" });
        foreach (var (name, id) in new[] { ("{eni}", free), ("{used}", used), ("{far}", far), ("{far-vswitch}", vSwitch), ("{group}", group) })
        {
            _names[name] = id;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task Every_line_is_refused_as_it_says_and_changes_nothing()
    {
        var (wrong, right, lines) = (new List<string>(), "", 0);
        var before = _cloud.Cloud.State;
        foreach (var line in Lines())
        {
            if (line.StartsWith('='))
            {
                right = line[2..];
                continue;
            }

            lines++;
            if (await MistakeAsync(right, line) is { } mistake)
            {
                wrong.Add($"{right.Split(' ')[0]} {line}\n    {mistake}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {lines}:\n{string.Join('\n', wrong)}");
        Assert.Same(before, _cloud.Cloud.State);
        Assert.InRange(lines, 200, int.MaxValue);
    }

    [Fact]
    public async Task What_the_lines_change_is_a_right_call()
    {
        foreach (var line in Lines().Where(line => line.StartsWith("= Describe", StringComparison.Ordinal)))
        {
            var words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var answer = await CallAsync(words[0], Parameters(words[1..]));
            Assert.True(answer.Status == 200, $"{line}: {answer.Text}");
        }
    }

    [Fact]
    public void Every_action_is_in_the_table() =>
        Assert.Empty(Actions.CloudAction.All.Select(action => action.Name).Except(Lines().Where(line => line.StartsWith('=')).Select(line => line.Split(' ')[1])));

    private async Task<string?> MistakeAsync(string right, string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var words = right.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parameters = Parameters(words[1..]);
        foreach (var (name, value) in Parameters(parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            parameters[name] = value;
        }

        var answer = await CallAsync(words[0], parameters);
        var expected = parts[1].Split(' ');
        return answer.Code != expected[0] || answer.Status.ToString() != expected[1] ? $"got {answer.Status} {answer.Text}"
            : answer["Message"].Length == 0 || answer["RequestId"].Length != 36 || answer["HostId"].Length == 0 || answer["Recommend"].Length == 0 ? $"not of the cloud's shape: {answer.Text}"
            : null;
    }

    private Task<CloudAnswerText> CallAsync(string action, Dictionary<string, string> parameters)
    {
        var version = Actions.CloudAction.All.Single(known => known.Name == action).Product.Version;
        return _client.CallAsync(version, action, [.. parameters.Where(pair => pair.Value.Length > 0).Select(pair => (pair.Key, pair.Value))]);
    }

    private Dictionary<string, string> Parameters(IEnumerable<string> words) =>
        words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => _names.GetValueOrDefault(pair[1], pair[1]));

    private static IEnumerable<string> Lines() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Hosting", "refusals.txt")).Where(line => line.Length > 0 && !line.StartsWith('#'));

    private string Do(CloudCall call)
    {
        var (reply, error) = _cloud.Cloud.Call(call);
        Assert.Null(error);
        return reply switch { InterfaceReply made => made.Interface.Id, CreatedReply made => made.Id, _ => "" };
    }
}
