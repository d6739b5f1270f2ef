using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>A pod that is bound to a node and needs a network.</summary>
internal sealed class PodRecord(Pod pod)
{
    public Pod Pod { get; set; } = pod;

    public string Key => KeyOf(Pod.Metadata.Namespace, Pod.Metadata.Name);

    public PodNetworkMode? Mode { get; set; }

    public string Class { get; set; } = "";

    /// <summary>The state of classes, namespaces and configuration at which <see cref="Mode"/> was chosen.</summary>
    public int ChosenAt { get; set; } = -1;

    public bool IsOver => Pod.Status.Phase is "Succeeded" or "Failed";

    public static string KeyOf(string podNamespace, string name) => podNamespace + "/" + name;
}
