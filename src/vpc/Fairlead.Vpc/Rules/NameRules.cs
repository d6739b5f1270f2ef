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

    /// <summary>Of an ENI: the error tables of the ENI actions have InvalidParameter for all that is malformed.</summary>
    public static CloudError? Fault(CreateNetworkInterface call) =>
        Fault(call.NetworkInterfaceName, call.Description) ?? Tags(call.Tag) ?? ResourceGroup(call.ResourceGroupId)
            ?? (call.InstanceType is Topology.InterfaceType.Secondary or Topology.InterfaceType.Trunk
                ? null : CloudErrors.Invalid("InstanceType", $"{call.InstanceType} is neither Secondary nor Trunk"));

    public static CloudError? Fault(string interfaceName, string description) => !IsName(interfaceName)
        ? CloudErrors.Invalid($"The specified parameter NetworkInterfaceName is not valid: {interfaceName}.")
        : IsDescription(description) ? null : CloudErrors.Invalid("The specified parameter Description is not valid.");

    /// <summary>An empty one is none.</summary>
    public static bool IsName(string name) => name.Length == 0
        || (name.Length is >= 2 and <= LongestName && !IsUrl(name) && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is ':' or '_' or '.' or '-'));

    /// <summary>An empty one is none.</summary>
    public static bool IsDescription(string text) => text.Length == 0 || (text.Length is >= 2 and <= LongestDescription && !IsUrl(text));

    /// <summary>"1 to 128 characters in length and cannot start with http:// or https://": RouteEntryName.</summary>
    public static bool IsEntryName(string name) => name.Length <= LongestName && !IsUrl(name);

    /// <summary>"1 to 256 characters in length and cannot start with http:// or https://": Description of a route entry.</summary>
    public static bool IsEntryDescription(string text) => text.Length <= LongestDescription && !IsUrl(text);

    /// <summary>Codes and messages of CreateSecurityGroup and RunInstances.</summary>
    public static CloudError? Tags(IReadOnlyList<TagFilter> tags)
    {
        if (tags.Count > MostTags)
        {
            return new CloudError("InvalidTagCount", "The specified tags are beyond the permitted range.");
        }

        foreach (var tag in tags)
        {
            if (tag.Key.Length is 0 or > LongestTagPart || IsReserved(tag.Key))
            {
                return new CloudError("InvalidTagKey.Malformed", "Specified tag key is not valid.");
            }

            if (tag.Value is { } value && (value.Length > LongestTagPart || IsReserved(value)))
            {
                return new CloudError("InvalidTagValue.Malformed", "Specified tag value is not valid.");
            }
        }

        return tags.GroupBy(tag => tag.Key).Any(group => group.Count() > 1)
            ? new CloudError("Duplicate.TagKey", "The Tag.N.Key contain duplicate key.")
            : null;
    }

    public static CloudError? ResourceGroup(string? id) =>
        id is null || id.StartsWith("rg-", StringComparison.Ordinal) ? null : CloudErrors.NoResourceGroup(id);

    public static ImmutableSortedDictionary<string, string> TagTable(IReadOnlyList<TagFilter> tags) =>
        tags.Count == 0 ? ImmutableSortedDictionary<string, string>.Empty : tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // "The tag key cannot start with aliyun or acs: and cannot contain http:// or https://": Tag.N.Key.
    private static bool IsReserved(string text) => text.StartsWith("aliyun", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("acs:", StringComparison.OrdinalIgnoreCase) || text.Contains("http://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("https://", StringComparison.OrdinalIgnoreCase);
}
