using Fairlead.AgentApi;

namespace Fairlead.Vpc.Control;

/// <summary>Talks to a running fabric over its control socket.</summary>
/// <param name="path">The socket that <c>fairlead-vpc --control</c> was given.</param>
public sealed class VpcClient(string path, TimeSpan? timeout = null)
{
    private readonly ControlClient _client = new(path, "the VPC fabric", timeout);

    /// <summary>Returns when packets meet the new state.</summary>
    /// <exception cref="ControlException">The cloud's no, with its code, or nobody answers.</exception>
    public void Submit(VpcOperation change)
    {
        var (op, arguments) = VpcOperations.Write(change);
        _client.Call(op, arguments);
    }

    /// <summary>Plugs a port in and says how a host configures the NIC that has appeared.</summary>
    /// <exception cref="ControlException">The port is unknown or attached, the path no namespace, or the name taken there.</exception>
    public NicConfiguration Attach(string port, string netns, string interfaceName = "eth0")
    {
        var (op, arguments) = VpcOperations.Write(new AttachPort(port, netns, interfaceName));
        return VpcJson.Read<NicConfiguration>(_client.Call(op, arguments));
    }

    /// <summary>How the fabric's OpenAPI is reached; null where it has none, or has not been configured.</summary>
    /// <exception cref="ControlException">Nobody answers.</exception>
    public CloudAccess? Access() => _client.Call(VpcOperations.Access) is { } answer ? VpcJson.Read<CloudAccess>(answer) : null;

    /// <exception cref="ControlException">Nobody answers.</exception>
    public VpcSnapshot Snapshot() => VpcJson.Read<VpcSnapshot>(_client.Call(VpcOperations.State));
}
