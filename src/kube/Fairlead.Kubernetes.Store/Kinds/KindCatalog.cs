using Fairlead.Kubernetes.Store.Tables;
using Fairlead.Resources;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Kubernetes.Store.Kinds;

/// <summary>All kinds that are served.</summary>
internal sealed class KindCatalog
{
    private readonly Dictionary<string, ServedKind> _byPath;

    private KindCatalog(IReadOnlyList<ServedKind> kinds)
    {
        Kinds = kinds;
        _byPath = kinds.ToDictionary(kind => Path(kind.Group, kind.Resource.Version, kind.Plural), StringComparer.Ordinal);
        Namespaces = Of(ResourceKinds.Namespaces);
        Pods = Of(ResourceKinds.Pods);
        Events = Of(ResourceKinds.Events);
    }

    public IReadOnlyList<ServedKind> Kinds { get; }

    public ServedKind Namespaces { get; }

    public ServedKind Pods { get; }

    public ServedKind Events { get; }

    /// <returns>Null where there is none.</returns>
    public ServedKind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault(Path(group, version, plural));

    public ServedKind Of(ResourceKind resource) => _byPath[Path(resource.Group, resource.Version, resource.Plural)];

    public static KindCatalog Load()
    {
        var files = KindFiles.Read();
        return new([.. ResourceKinds.All.Select((resource, index) => Serve(resource, index, files))]);
    }

    private static ServedKind Serve(ResourceKind resource, int index, KindFiles files)
    {
        var definition = files.Of(resource);
        var isOurs = resource.Group == ResourceNames.Group;
        return new ServedKind(resource, index)
        {
            Schema = files.Schema(definition),
            Columns = isOurs ? CustomColumns.Read(definition.Columns) : BuiltInColumns.Of(resource),
            Categories = definition.Categories,
            IsBuiltIn = !isOurs,
            CountsGenerations = isOurs || resource == ResourceKinds.Pods,
            // As Kubernetes' own strategies have it (AllowUnconditionalUpdate).
            AllowsBlindUpdate = !isOurs && resource != ResourceKinds.Leases,
            // A kubelet registers its node with what the node has.
            KeepsStatusAtBirth = resource == ResourceKinds.Nodes,
            SelectableFields = resource.Kind switch
            {
                "Pod" => ServedKind.Selectable("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"),
                "Node" => ServedKind.Selectable("spec.unschedulable"),
                "Namespace" => ServedKind.Selectable("status.phase"),
                "Event" => ServedKind.Selectable(
                    "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
                    "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"),
                _ => ServedKind.Selectable(),
            },
        };
    }

    private static string Path(string group, string version, string plural) => $"{group}/{version}/{plural}";
}
