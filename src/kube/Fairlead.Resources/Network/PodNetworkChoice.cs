using System.Globalization;
using Fairlead.Model.Problems;
using Fairlead.Resources.Core;

namespace Fairlead.Resources.Network;

/// <summary>
/// How a pod gets its network: the one place that decides it, for the controller that prepares it and for the agent that gives it. Of a
/// pod in the host's network nobody needs to ask.
/// </summary>
/// <param name="Class">Name of the class; empty where none claims the pod.</param>
/// <param name="Refusal">Why the pod cannot have a network, and what to do; empty where it can. Mode and class then mean nothing.</param>
public sealed record PodNetworkChoice(PodNetworkMode Mode, string Class, string Refusal = "")
{
    /// <summary>A label that every namespace bears in Kubernetes.</summary>
    private const string NamespaceName = "kubernetes.io/metadata.name";

    public bool IsRefused => Refusal.Length > 0;

    /// <summary>
    /// A pod that asks for an ENI (<see cref="ResourceNames.Eni"/> or its alias) or a member ENI gets one, by the rules of its class where
    /// that class is of this mode. Else the class counts that the pod names, then the first by name that selects it, then the node's mode.
    /// </summary>
    /// <param name="namespaceLabels">Labels of the pod's namespace; empty where it is not known.</param>
    /// <param name="nodeMode">Of pods that no class claims.</param>
    public static PodNetworkChoice Of(Pod pod, IReadOnlyDictionary<string, string> namespaceLabels, IEnumerable<PodNetworkClass> classes, PodNetworkMode nodeMode)
    {
        var asked = Asked(pod, out var refusal);
        if (refusal.Length > 0)
        {
            return Refused(refusal);
        }

        var labels = Named(namespaceLabels, pod.Metadata.Namespace);
        return pod.Metadata.Annotations.TryGetValue(PodNetworkClass.Annotation, out var name) && name.Length > 0
            ? OfNamed(name, pod, labels, [.. classes], asked)
            : OfSelecting(pod, labels, classes, asked, nodeMode);
    }

    private static PodNetworkChoice OfNamed(string name, Pod pod, IReadOnlyDictionary<string, string> labels, IReadOnlyList<PodNetworkClass> classes, PodNetworkMode? asked)
    {
        if (classes.FirstOrDefault(item => item.Metadata.Name == name) is not { } found)
        {
            return Refused($"annotation {PodNetworkClass.Annotation}: {Nearest.Sentence("PodNetworkClass", name, classes.Select(item => item.Metadata.Name))}");
        }

        return Admits(found, labels)
            ? Under(found, asked)
            : Refused($"annotation {PodNetworkClass.Annotation}: PodNetworkClass '{name}' is not for namespace '{pod.Metadata.Namespace}': its namespaceSelector does not match the namespace's labels");
    }

    /// <summary>A class that was not asked for does not stand in the way of what was.</summary>
    private static PodNetworkChoice OfSelecting(Pod pod, IReadOnlyDictionary<string, string> labels, IEnumerable<PodNetworkClass> classes, PodNetworkMode? asked, PodNetworkMode nodeMode)
    {
        var selecting = classes
            .Where(item => item.Spec.PodSelector is { } selector && selector.Matches(pod.Metadata.Labels) && Admits(item, labels))
            .Where(item => asked is null || item.Spec.Mode == asked)
            .MinBy(item => item.Metadata.Name, StringComparer.Ordinal);
        return selecting is null ? new PodNetworkChoice(asked ?? nodeMode, "") : Under(selecting, asked);
    }

    /// <summary>The scheduler counts what pods ask for: one that took an ENI without asking would take it from a pod that was promised it.</summary>
    private static PodNetworkChoice Under(PodNetworkClass found, PodNetworkMode? asked)
    {
        var (mode, name) = (found.Spec.Mode, found.Metadata.Name);
        var wanted = ResourceOf(mode);
        return (asked, wanted) switch
        {
            (null, not null) => Refused($"PodNetworkClass '{name}' gives each pod an ENI: the pod must ask for it, resources.limits: {wanted}: \"1\""),
            ({ } other, _) when other != mode => Refused($"the pod asks for {ResourceOf(other)}, and PodNetworkClass '{name}' is of mode {Word(mode)}: leave out one of the two"),
            _ => new PodNetworkChoice(mode, name),
        };
    }

    private static PodNetworkMode? Asked(Pod pod, out string refusal)
    {
        var exclusive = Quantity(pod, ResourceNames.Eni) + Quantity(pod, ResourceNames.EniAlias);
        var member = Quantity(pod, ResourceNames.MemberEni);
        refusal = (exclusive, member) switch
        {
            ( > 0, > 0) => $"the pod asks for {ResourceNames.Eni} and for {ResourceNames.MemberEni}: it can have one of them",
            ( > 1, _) => $"the pod asks for {exclusive} of {ResourceNames.Eni} (and its alias {ResourceNames.EniAlias}): a pod has one",
            (_, > 1) => $"the pod asks for {member} of {ResourceNames.MemberEni}: a pod has one",
            _ => "",
        };
        return exclusive > 0 ? PodNetworkMode.ExclusiveEni : member > 0 ? PodNetworkMode.MemberEni : null;
    }

    /// <summary>As the scheduler counts: all containers together, or the one init container that asks for most.</summary>
    private static long Quantity(Pod pod, string resource) => Math.Max(
        pod.Spec.Containers.Sum(container => Quantity(container, resource)),
        pod.Spec.InitContainers.Select(container => Quantity(container, resource)).DefaultIfEmpty().Max());

    /// <summary>Of an extended resource limit and request are the same, and who gives one of them means both.</summary>
    private static long Quantity(Container container, string resource) =>
        Whole(container.Resources.Limits, resource) is > 0 and var limit ? limit : Whole(container.Resources.Requests, resource);

    private static long Whole(IReadOnlyDictionary<string, string> quantities, string resource) =>
        quantities.TryGetValue(resource, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static bool Admits(PodNetworkClass item, IReadOnlyDictionary<string, string> labels) => item.Spec.NamespaceSelector?.Matches(labels) ?? true;

    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, string> labels, string name) => new(labels) { [NamespaceName] = name };

    private static string? ResourceOf(PodNetworkMode mode) => mode switch
    {
        PodNetworkMode.ExclusiveEni => ResourceNames.Eni,
        PodNetworkMode.MemberEni => ResourceNames.MemberEni,
        _ => null,
    };

    private static string Word(PodNetworkMode mode) => char.ToLowerInvariant(mode.ToString()[0]) + mode.ToString()[1..];

    private static PodNetworkChoice Refused(string why) => new(PodNetworkMode.VpcRoute, "", why);
}
