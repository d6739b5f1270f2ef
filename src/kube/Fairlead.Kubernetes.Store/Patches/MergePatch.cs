using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Patches;

/// <summary>RFC 7386.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject fields:
                    target[name] = Apply(target[name] is JsonObject there ? (JsonObject)there.DeepClone() : [], fields);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }

        return target;
    }
}
