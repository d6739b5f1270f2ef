using System.Text.Json;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Model.Problems;

namespace Fairlead.Agent.Cni;

/// <summary>Name servers and search domains: passed from the network's configuration to the result.</summary>
public sealed record CniDns(IReadOnlyList<string> Nameservers, string Domain, IReadOnlyList<string> Search, IReadOnlyList<string> Options);

/// <summary>The network's configuration as a runtime gives it on standard input.</summary>
public sealed record NetworkConfiguration
{
    public required CniVersion Version { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<HostPort> HostPorts { get; init; } = [];

    /// <summary>Annotations of the pod as they were when its sandbox was made; anybody who may create a pod writes them.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public CniDns? Dns { get; init; }

    /// <summary>What the plug-ins of the chain answered to ADD; null where the runtime sent none.</summary>
    public PreviousResult? PreviousResult { get; init; }

    /// <summary>The attachments that GC is to keep; null where the runtime sent no list, which does not mean that there are none.</summary>
    public IReadOnlySet<AttachmentId>? ValidAttachments { get; init; }
}

/// <summary>The parts of an earlier result that CHECK compares.</summary>
public sealed record PreviousResult(IReadOnlyList<PreviousInterface> Interfaces, IReadOnlyList<PreviousAddress> Addresses);

public sealed record PreviousInterface(string Name, MacAddress? Mac, string Sandbox);

/// <param name="Interface">Index into <see cref="PreviousResult.Interfaces"/>, -1 for none.</param>
public sealed record PreviousAddress(Cidr Address, int Interface);
