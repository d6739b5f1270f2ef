using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fairlead.Lab.Topology;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Hosting;
using Fairlead.Vpc.Storage;

namespace Fairlead.Cli.Commands.Vpc;

/// <summary>What is to be served, with the texts and names of the files that say it.</summary>
/// <param name="State">Path; null where nothing is kept.</param>
internal sealed record ServeWish(IPEndPoint Listen, (string Text, string Name)? Topology, string? State, (string Text, string Name)? Faults);

/// <summary>An emulated cloud behind its endpoint.</summary>
internal sealed class ServedVpc : IAsyncDisposable
{
    // Of nobody: the cloud's account numbers have 16 digits.
    private const string Account = "1234567890123456";

    private const int Writers = 32;

    private readonly StateFile? _file;
    private readonly EmulatedCloud _cloud;
    private readonly CloudGate _gate;
    private readonly KeyRing _keys;
    private readonly CloudServer _server;

    private ServedVpc(ServeWish wish, FaultScript faults, Func<CloudState> seed)
    {
        var (clock, random) = (TimeProvider.System, RandomNumberGenerator.Create());
        AccountKeys NewKeys() => AccountKeys.Create(Account, random);
        if (wish.State is not null)
        {
            // Who waits for the disk holds a thread, and as many as wait are written together.
            ThreadPool.SetMinThreads(Writers, Writers);
        }

        _file = wish.State is { } path ? StateFile.Open(path, new StateSeed(wish.Topology?.Text, seed, NewKeys)) : null;
        _cloud = _file is null ? new EmulatedCloud(seed(), clock) : new EmulatedCloud(_file.State, clock, _file, _file.LastChange);
        _keys = _file is null ? new KeyRing(NewKeys(), clock, random) : new KeyRing(_file.Account, clock, random, _file.Roles, _file.Keep);
        _gate = new CloudGate(_cloud, clock, new CloudSettings());
        _gate.Use(faults);
        var credentials = new RingCredentials(_keys, clock);
        _server = new CloudServer(_gate, credentials, credentials, CloudSeed.Region, clock, wish.Listen, bug => Console.Error.WriteLine($"fairlead: {bug}"));
    }

    /// <summary>What the user should know of the state file; null for nothing.</summary>
    public string? Remark => _file?.Remark;

    /// <summary>With an address that can be connected to: who listens everywhere is found at the loopback one.</summary>
    public string Endpoint
    {
        get
        {
            var at = _server.EndPoint;
            var address = at.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : at.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : at.Address;
            return $"http://{new IPEndPoint(address, at.Port)}";
        }
    }

    /// <exception cref="Model.Problems.ProblemException">All that is wrong with a file; nothing was started.</exception>
    public static async Task<ServedVpc> StartAsync(ServeWish wish)
    {
        var topology = TopologyReader.Read(wish.Topology?.Text ?? LabTopology.DefaultText, wish.Topology?.Name ?? "the built-in topology");
        var faults = wish.Faults is { } file ? FaultScriptReader.Read(file.Text, file.Name) : FaultScript.None;
        var served = new ServedVpc(wish, faults, () => CloudSeed.Of(topology.Vpc, new CloudSettings(), TimeProvider.System.GetUtcNow()));
        try
        {
            await served._server.StartAsync().ConfigureAwait(false);
            return served;
        }
        catch
        {
            await served.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What a program that starts the emulator needs to know, as one line of JSON.</summary>
    public string FirstLine()
    {
        var state = _cloud.State;
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("endpoint", Endpoint);
            json.WriteString("regionId", CloudSeed.Region);
            json.WriteString("accessKeyId", _keys.Account.Id);
            json.WriteString("accessKeySecret", _keys.Account.Secret);
            json.WriteString("vpcId", CloudSeed.Vpc);
            WriteList(json, "vSwitchIds", state.VSwitches.Values.Where(vSwitch => vSwitch.Vpc == CloudSeed.Vpc).Select(vSwitch => vSwitch.Id));
            WriteList(json, "securityGroupIds", state.SecurityGroups.Values.Where(group => group.Vpc == CloudSeed.Vpc).Select(group => group.Id));
            WriteList(json, "instanceIds", state.Instances.Values.Where(instance => instance.Vpc == CloudSeed.Vpc).Select(instance => instance.Id));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _cloud.Dispose();
        _file?.Dispose();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }
}
