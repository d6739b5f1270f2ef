using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>Pods that ask for something.</summary>
internal static class PodText
{
    public static Pod Exclusive(Pod pod) => Asking(pod, ResourceNames.Eni);

    public static Pod Member(Pod pod) => Asking(pod, ResourceNames.MemberEni);

    public static Pod Asking(Pod pod, string resource) => pod with
    {
        Spec = pod.Spec with { Containers = [new Container { Name = "c", Resources = new ContainerResources { Limits = new Dictionary<string, string> { [resource] = "1" } } }] },
    };

    public static Func<Pod, Pod> OfClass(string name) => pod => pod with
    {
        Metadata = pod.Metadata with { Annotations = new Dictionary<string, string> { [PodNetworkClass.Annotation] = name } },
    };

    public static Pod OfSet(Pod pod) => pod with
    {
        Metadata = pod.Metadata with { OwnerReferences = [new OwnerReference("apps/v1", "StatefulSet", "db", "uid-db")] },
    };

    /// <summary>Of a set in the class "db", whose pods keep their addresses.</summary>
    public static Func<Pod, Pod> Fixed(PodNetworkMode mode) => pod => OfClass("db")(OfSet(mode == PodNetworkMode.ExclusiveEni ? Exclusive(pod) : pod));

    public static bool AsksForEni(Pod pod) => pod.Spec.Containers.Any(container => container.Resources.Limits.ContainsKey(ResourceNames.Eni));
}
