using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>
/// Stories as text, in Cases: calls and passing time in NAME.in, what is answered in NAME.out. With FAIRLEAD_ACCEPT set to the folder of
/// the cases, what is answered now becomes what is expected; read the difference before committing it.
/// </summary>
public sealed partial class CloudCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Machine", "Cases");

    private readonly Dictionary<string, string> _names = [];
    private readonly StringBuilder _said = new();
    private CloudState _state = CloudSeed.Of(FabricWorld.Walkthrough, new CloudSettings { Attach = DelayRange.Seconds(4, 4), Detach = DelayRange.Seconds(2, 2), Delete = DelayRange.Seconds(1, 1) }, CloudTime.Start);
    private DateTimeOffset _now = CloudTime.Start;

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.in").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_call_is_answered_as_the_cloud_does(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, name + ".in")).Where(line => line.Length > 0))
        {
            _said.Append(line).Append('\n');
            if (!line.StartsWith('#'))
            {
                _said.Append("    ").Append(Named(Do(line))).Append('\n');
            }
        }

        Assert.Empty(CloudInvariants.Check(_state));
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT") is { Length: > 0 } accept)
        {
            File.WriteAllText(Path.Combine(accept, name + ".out"), _said.ToString());
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".out")), _said.ToString());
        }
    }

    /// <summary><c>+4s</c> lets time pass, <c>vanish NAME</c> takes an ENI, <c>NAME = Action …</c> keeps what is made under a name.</summary>
    private string Do(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0][0] == '+')
        {
            _now += TimeSpan.FromSeconds(double.Parse(words[0].Trim('+', 's'), CultureInfo.InvariantCulture));
            _state = CloudMachine.Elapse(_state, _now);
            return _state.NextDue is { } due ? $"next in {(due - _now).TotalSeconds} s" : "nothing is due";
        }

        if (words[0] == "vanish")
        {
            _state = CloudMachine.Vanish(_state, _names[words[1]]);
            return "gone";
        }

        var name = words.Length > 2 && words[1] == "=" ? words[0] : null;
        var call = CallText.Read([.. (name is null ? words : words[2..]).Select(Meant)]);
        return call is CloudChange change ? Change(change, name) : Said(CloudQueries.Answer(_state, (CloudQuery)call));
    }

    private string Change(CloudChange call, string? name)
    {
        var step = CloudMachine.Change(_state, call, _now);
        _state = step.Next;
        if (name is not null && step.Reply is not null)
        {
            _names[name] = step.Reply switch { CreatedReply made => made.Id, InterfaceReply made => made.Interface.Id, InstancesStartedReply started => started.Ids[0], _ => "" };
        }

        return Said((step.Reply, step.Error));
    }

    private static string Said((CloudReply? Reply, CloudError? Error) answer) => answer.Error is { } error ? $"{error.Status} {error}" : answer.Reply switch
    {
        DoneReply => "done",
        CreatedReply made => made.Id,
        InstancesStartedReply started => string.Join(' ', started.Ids),
        InterfaceReply made => Line(made.Interface),
        AssignedReply assigned => string.Join(' ', [.. assigned.Addresses, .. assigned.Prefixes.Select(prefix => $"{prefix}")]),
        PageReply<NetworkInterface> page => Page(page, Line),
        PageReply<VSwitchView> page => Page(page, view => $"{view.VSwitch.Id} {view.VSwitch.Cidr} free {view.FreeAddresses}"),
        PageReply<InstanceView> page => Page(page, view => $"{view.Instance.Id} {view.Instance.Type} {string.Join(' ', view.Interfaces.Select(eni => eni.Id))}"),
        PageReply<RouteEntryView> page => Page(page, view => $"{view.Destination} {view.NextHopType} {view.NextHop} {view.Type}"),
        PageReply<InstanceType> page => Page(page, type => $"{type.Name} {type.Enis}/{type.TotalEnis} x {type.AddressesPerEni}/{type.Ipv6PerEni}"),
        PageReply<SecurityGroup> page => Page(page, group => $"{group.Id} {group.Name}"),
        _ => $"{answer.Reply}",
    };

    private static string Page<T>(PageReply<T> page, Func<T, string> line) =>
        $"{page.Items.Count} of {page.Total}{(page.NextToken is null ? "" : " and more")}{string.Concat(page.Items.Select(item => "\n    " + line(item)))}";

    private static string Line(NetworkInterface eni) =>
        $"{eni.Id} {eni.Type} {eni.Status}{(eni.Instance.Length > 0 ? " at " + eni.Instance : "")}{(eni.Vlan > 0 ? $" vlan {eni.Vlan}" : "")} "
        + string.Join(' ', eni.Addresses.Where(address => !address.IsV6)) + string.Concat(eni.Prefixes.Where(prefix => !prefix.IsV6).Select(prefix => $" {prefix}"))
        + (eni.Addresses.Any(address => address.IsV6) ? " +v6" : "");

    private string Meant(string word) => _names.Aggregate(word, (text, name) => text.Replace($"{{{name.Key}}}", name.Value));

    /// <summary>Ids that were drawn are told by their names, or by their kind.</summary>
    private string Named(string text) => Drawn().Replace(_names.Aggregate(text, (said, name) => said.Replace(name.Value, $"{{{name.Key}}}")), "$1…");

    [GeneratedRegex("\\b(eni-|i-|sg-|vsw-|rte-)bp1[0-9a-z]{17}")]
    private static partial Regex Drawn();
}

internal static class CloudTime
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
