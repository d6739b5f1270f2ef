using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Nodes;

namespace Fairlead.Simulation.Pods;

/// <summary>What a workload's pods are like.</summary>
/// <param name="Mode">How they get their addresses; null as their node has it.</param>
public sealed record PodTemplate(string Namespace, PodNetworkMode? Mode = null)
{
    public static PodTemplate Plain { get; } = new("default");

    /// <summary>Empty for none.</summary>
    public string Class { get; init; } = "";

    /// <summary>They are a StatefulSet's, whose class keeps addresses.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The extended resource that they need one of; null for none.</summary>
    public string? Resource => Mode switch
    {
        PodNetworkMode.ExclusiveEni => ResourceNames.Eni,
        PodNetworkMode.MemberEni => ResourceNames.MemberEni,
        _ => null,
    };

    internal Pod Make(string name) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = Namespace,
            Name = name,
            Annotations = Class.Length > 0 ? new Dictionary<string, string> { [PodNetworkClass.Annotation] = Class } : None,
            OwnerReferences = IsFixed ? [new OwnerReference("apps/v1", "StatefulSet", name[..name.LastIndexOf('-')], "uid-of-" + Namespace) { Controller = true }] : [],
        },
        Spec = new PodSpec
        {
            Containers = Resource is null ? [] : [new Container { Name = "main", Resources = new ContainerResources { Requests = One(Resource), Limits = One(Resource) } }],
        },
        Status = new PodStatus { Phase = "Pending" },
    };

    /// <summary>In VPC-route mode the address stays on its node, and so must they.</summary>
    public bool StaysOnNode => IsFixed && Mode == PodNetworkMode.VpcRoute;

    internal PodWish Wish(Pod pod, PodNetworkMode ofNode) => new(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid, Mode ?? ofNode, Class, IsFixed);

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    private static Dictionary<string, string> One(string resource) => new() { [resource] = "1" };
}
