namespace Fairlead.Vpc.OpenApi.Tests.Serve;

/// <summary>Makes, changes and deletes ENIs of its own one after another, and remembers what it was answered and what it was not.</summary>
internal sealed class KilledCaller(int number)
{
    private const string Ecs = "2014-05-26";

    private readonly Dictionary<string, HashSet<string>> _addresses = [];
    private readonly Random _random = new(number);
    private (string Action, (string, string)[] Parameters)? _unanswered;
    private int _calls;

    public int Answered { get; private set; }

    /// <summary>Calls until nobody answers.</summary>
    public async Task WorkAsync(SignedClient client)
    {
        while (await CallAsync(client, Next()))
        {
        }
    }

    /// <summary>What was not answered is called again with the same token: whether it was done or not, it acts once.</summary>
    public async Task CatchUpAsync(SignedClient client)
    {
        if (_unanswered is { } call)
        {
            Assert.True(await CallAsync(client, call));
        }
    }

    /// <summary>All that was answered is there, and nothing else.</summary>
    public async Task CheckAsync(SignedClient client)
    {
        var page = await client.CallAsync(Ecs, "DescribeNetworkInterfaces", ("RegionId", "cn-hangzhou"), ("Tag.1.Key", "caller"), ("Tag.1.Value", $"{number}"), ("MaxResults", "500"));
        Assert.Equal(200, page.Status);
        var found = page.Json["NetworkInterfaceSets"]!["NetworkInterfaceSet"]!.AsArray().ToDictionary(
            eni => (string)eni!["NetworkInterfaceId"]!,
            eni => eni!["PrivateIpSets"]!["PrivateIpSet"]!.AsArray().Select(address => (string)address!["PrivateIpAddress"]!).ToHashSet());
        Assert.Equal(_addresses.Keys.Order(), found.Keys.Order());
        Assert.All(_addresses, eni => Assert.Equal(eni.Value.Order(), found[eni.Key].Order()));
    }

    private (string Action, (string, string)[] Parameters) Next()
    {
        var token = $"caller-{number}-{++_calls}";
        var known = _addresses.Keys.Order().ToList();
        var some = known.Count == 0 ? "" : known[_random.Next(known.Count)];
        return _random.Next(10) switch
        {
            < 4 when known.Count < 40 => ("CreateNetworkInterface", [("VSwitchId", "vsw-wide"), ("SecurityGroupId", "sg-default"), ("Tag.1.Key", "caller"), ("Tag.1.Value", $"{number}"), ("ClientToken", token)]),
            < 8 when some.Length > 0 && _addresses[some].Count < 8 => ("AssignPrivateIpAddresses", [("NetworkInterfaceId", some), ("SecondaryPrivateIpAddressCount", "2"), ("ClientToken", token)]),
            _ when some.Length > 0 => ("DeleteNetworkInterface", [("NetworkInterfaceId", some)]),
            _ => ("CreateNetworkInterface", [("VSwitchId", "vsw-wide"), ("SecurityGroupId", "sg-default"), ("Tag.1.Key", "caller"), ("Tag.1.Value", $"{number}"), ("ClientToken", token)]),
        };
    }

    /// <returns>False where nobody answers.</returns>
    private async Task<bool> CallAsync(SignedClient client, (string Action, (string Name, string Value)[] Parameters) call)
    {
        try
        {
            var answer = await client.CallAsync(Ecs, call.Action, [("RegionId", "cn-hangzhou"), .. call.Parameters]);
            // Deletion has no token: that it was done before is the answer of the second.
            Assert.True(answer.Status == 200 || (call.Action == "DeleteNetworkInterface" && _unanswered is not null && answer.Code == "InvalidEniId.NotFound"), answer.Text);
            Remember(call, answer);
            _unanswered = null;
            Answered++;
            return true;
        }
        catch (HttpRequestException)
        {
            _unanswered = call;
            return false;
        }
    }

    private void Remember((string Action, (string Name, string Value)[] Parameters) call, CloudAnswerText answer)
    {
        switch (call.Action)
        {
            case "CreateNetworkInterface":
                _addresses[answer["NetworkInterfaceId"]] = [answer["PrivateIpAddress"]];
                break;
            case "AssignPrivateIpAddresses":
                var given = answer.Json["AssignedPrivateIpAddressesSet"]!["PrivateIpSet"]!["PrivateIpAddress"]!.AsArray().Select(address => (string)address!);
                _addresses[call.Parameters[0].Value].UnionWith(given);
                break;
            default:
                _addresses.Remove(call.Parameters[0].Value);
                break;
        }
    }
}
