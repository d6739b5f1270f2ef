using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Resources;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Migration.Output;

/// <summary>Objects as they are given to the cluster's store: what is as it would be anyhow is left out.</summary>
public static class ManifestJson
{
    public static JsonObject Of(ClusterNetwork network)
    {
        var (spec, usual) = (network.Spec, new ClusterNetworkSpec());
        var json = new JsonObject { ["cluster"] = spec.Cluster, ["vpc"] = spec.Vpc, ["mode"] = Word(spec.Mode), ["families"] = Word(spec.Families) };
        Names(json, "vSwitches", spec.VSwitches);
        json["vSwitchSelection"] = Word(spec.VSwitchSelection);
        Names(json, "securityGroups", spec.SecurityGroups);
        if (spec.Pool != usual.Pool)
        {
            json["pool"] = Pool(spec.Pool);
        }

        if (spec.NodePools.Count > 0)
        {
            json["nodePools"] = new JsonArray([.. spec.NodePools.Select(NodePool)]);
        }

        return Object(ResourceKinds.ClusterNetworks, network.Metadata, json);
    }

    public static JsonObject Of(PodNetworkClass network)
    {
        var spec = network.Spec;
        var json = new JsonObject { ["mode"] = Word(spec.Mode) };
        Names(json, "vSwitches", spec.VSwitches);
        json["vSwitchSelection"] = Word(spec.VSwitchSelection);
        Names(json, "securityGroups", spec.SecurityGroups);
        if (spec.FixedAddress.Enabled)
        {
            var kept = new JsonObject { ["enabled"] = true };
            if (spec.FixedAddress.ReleaseAfterSeconds is { } seconds)
            {
                kept["releaseAfterSeconds"] = seconds;
            }

            json["fixedAddress"] = kept;
        }

        Selector(json, "podSelector", spec.PodSelector);
        Selector(json, "namespaceSelector", spec.NamespaceSelector);
        return Object(ResourceKinds.PodNetworkClasses, network.Metadata, json);
    }

    private static JsonObject Object(ResourceKind kind, ObjectMeta metadata, JsonObject spec) => new()
    {
        ["apiVersion"] = kind.ApiVersion,
        ["kind"] = kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = metadata.Name },
        ["spec"] = spec,
    };

    private static JsonObject NodePool(NodePool pool)
    {
        var json = new JsonObject { ["name"] = pool.Name };
        Selector(json, "nodeSelector", pool.NodeSelector.MatchLabels.Count > 0 ? pool.NodeSelector : null);
        json["mode"] = Word(pool.Mode);
        if (pool.Trunk)
        {
            json["trunk"] = true;
        }

        if (pool.Pool is { } settings)
        {
            json["pool"] = Pool(settings);
        }

        Names(json, "vSwitches", pool.VSwitches);
        return json;
    }

    private static JsonObject Pool(PoolSettings pool)
    {
        var usual = new PoolSettings();
        var json = new JsonObject { ["minFree"] = pool.MinFree, ["batch"] = pool.Batch };
        if (pool.Prefixes)
        {
            json["prefixes"] = true;
        }

        if (pool.ReclaimAfterSeconds != usual.ReclaimAfterSeconds)
        {
            json["reclaimAfterSeconds"] = pool.ReclaimAfterSeconds;
        }

        return json;
    }

    private static void Selector(JsonObject json, string name, LabelSelector? selector)
    {
        if (selector is null)
        {
            return;
        }

        var written = new JsonObject();
        if (selector.MatchLabels.Count > 0)
        {
            written["matchLabels"] = new JsonObject(selector.MatchLabels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        if (selector.MatchExpressions.Count > 0)
        {
            written["matchExpressions"] = new JsonArray([.. selector.MatchExpressions.Select(Requirement)]);
        }

        json[name] = written;
    }

    private static JsonObject Requirement(LabelRequirement requirement)
    {
        var json = new JsonObject { ["key"] = requirement.Key, ["operator"] = requirement.Operator };
        Names(json, "values", requirement.Values);
        return json;
    }

    private static void Names(JsonObject json, string key, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            json[key] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        }
    }

    // As the store writes enumerations.
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
