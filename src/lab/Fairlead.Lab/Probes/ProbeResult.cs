using System.Net;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Probes;

public enum ProbeVerdict
{
    /// <summary>A message went there and back.</summary>
    Reached,

    /// <summary>Somebody answered that nobody listens.</summary>
    Refused,

    /// <summary>Nothing came back in time.</summary>
    TimedOut,

    /// <summary>The sender's own kernel, or a router, said that there is no way.</summary>
    Unreachable,
}

/// <summary>An address with a port, as one end of a conversation sees it.</summary>
public readonly record struct ProbeEnd(InetAddress Address, ushort Port)
{
    public static ProbeEnd Of(EndPoint? point) =>
        point is IPEndPoint ip ? new ProbeEnd(InetAddress.FromBytes(ip.Address.GetAddressBytes()), (ushort)ip.Port) : default;

    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>What a real packet did.</summary>
/// <param name="Target">What the connecting side asked for.</param>
/// <param name="Detail">The error in words, empty where there is none.</param>
public sealed record ProbeResult(ProbeVerdict Verdict, ProbeEnd Target, TimeSpan Took, string Detail)
{
    /// <summary>The connecting side's own end; null where it had none.</summary>
    public ProbeEnd? Source { get; init; }

    /// <summary>Whom the other side saw; null where nothing arrived, or where the other side is not ours.</summary>
    public ProbeEnd? SeenSource { get; init; }

    /// <summary>At which of its addresses the other side saw it arrive.</summary>
    public ProbeEnd? SeenTarget { get; init; }

    public bool IsReached => Verdict == ProbeVerdict.Reached;

    /// <summary>Each side saw the address that the other has: nothing translated on the way.</summary>
    public bool IsUntranslated => IsReached && Source == SeenSource && (SeenTarget is null || Target == SeenTarget);
}
