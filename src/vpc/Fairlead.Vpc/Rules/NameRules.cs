using System.Collections.Immutable;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules;

/// <summary>Names, descriptions, tags and resource groups: the same rules for every resource.</summary>
internal static class NameRules
{
    // "The name must be 2 to 128 characters in length", "The description must be 2 to 256": CreateNetworkInterface and others.
    private const int LongestName = 128;
    private const int LongestDescription = 256;

    // "Valid values of N: 1 to 20" of Tag.N.
    private const int MostTags = 20;
    private const int LongestTagPart = 128;

    public static CloudError? Fault(CreateNetworkInterface call) =>
        Name("NetworkInterfaceName", call.NetworkInterfaceName) ?? Description(call.Description) ?? Tags("Tag.N", call.Tag)
            ?? ResourceGroup(call.ResourceGroupId)
            ?? (call.InstanceType is Topology.InterfaceType.Secondary or Topology.InterfaceType.Trunk
                ? null : CloudErrors.Invalid("InstanceType", $"{call.InstanceType} is neither Secondary nor Trunk"));

    public static CloudError? Name(string parameter, string name)
    {
        var wrong = name.Length > 0
            && (name.Length is < 2 or > LongestName || IsUrl(name) || !char.IsLetter(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c is ':' or '_' or '.' or '-'));
        return wrong ? new CloudError($"Invalid{parameter}.Malformed", $"The specified parameter {parameter} is not valid: {name}.") : null;
    }

    public static CloudError? Description(string text) => text.Length > 0 && (text.Length is < 2 or > LongestDescription || IsUrl(text))
        ? new CloudError("InvalidDescription.Malformed", "The specified parameter \"Description\" is not valid.")
        : null;

    public static CloudError? Tags(string parameter, IReadOnlyList<TagFilter> tags)
    {
        if (tags.Count > MostTags)
        {
            return new CloudError("InvalidTagCount", "The specified tags are beyond the permitted range.");
        }

        foreach (var tag in tags)
        {
            if (tag.Key.Length is 0 or > LongestTagPart || IsReserved(tag.Key))
            {
                return new CloudError("InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid.");
            }

            if (tag.Value is { } value && (value.Length > LongestTagPart || IsReserved(value)))
            {
                return new CloudError("InvalidTagValue.Malformed", "The specified Tag.n.Value is not valid.");
            }
        }

        return tags.GroupBy(tag => tag.Key).Any(group => group.Count() > 1)
            ? new CloudError("InvalidParameter", $"{parameter}: the keys must be unique.")
            : null;
    }

    public static CloudError? ResourceGroup(string? id) =>
        id is null || id.StartsWith("rg-", StringComparison.Ordinal) ? null : CloudErrors.NoResourceGroup(id);

    public static ImmutableSortedDictionary<string, string> Tags(IReadOnlyList<TagFilter> tags) =>
        tags.Count == 0 ? ImmutableSortedDictionary<string, string>.Empty : tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // "The tag key cannot start with aliyun or acs: and cannot contain http:// or https://": Tag.N.Key.
    private static bool IsReserved(string text) => text.StartsWith("aliyun", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("acs:", StringComparison.OrdinalIgnoreCase) || text.Contains("http://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("https://", StringComparison.OrdinalIgnoreCase);
}
