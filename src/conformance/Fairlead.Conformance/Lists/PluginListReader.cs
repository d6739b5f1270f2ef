using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Model.Problems;

namespace Fairlead.Conformance.Lists;

/// <summary>Reads a conflist and looks for its plug-ins; all mistakes at once, each with its field.</summary>
public static partial class PluginListReader
{
    // What a runtime derives and a list must not say: section 1, "Plugin configuration objects".
    private static readonly string[] Derived = ["runtimeConfig", "prevResult", "cni.dev/valid-attachments"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="folders">Where plug-ins are looked for, the first that has one wins.</param>
    /// <exception cref="ProblemException">Everything that is wrong with it.</exception>
    public static PluginList Read(string json, string source, IReadOnlyList<string> folders)
    {
        var problems = new List<Problem>();
        var root = new ListField(Parse(json, source), "", problems);
        var versions = ReadVersions(root);
        var list = new PluginList(
            ReadName(root["name"]), versions, root["disableCheck"].Flag(), root["disableGC"].Flag(), ReadPlugins(root["plugins"], folders));
        return problems.Count == 0 ? list : throw new ProblemException(source, problems);
    }

    private static JsonNode Parse(string json, string source)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) is JsonObject list ? list : throw new ProblemException(source, [new Problem("(file)", "must be one JSON object")]);
        }
        catch (JsonException error)
        {
            throw new ProblemException(source, [new Problem("(file)", $"is no JSON: {error.Message}", (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1)]);
        }
    }

    private static List<string> ReadVersions(ListField root)
    {
        var one = root["cniVersion"];
        if (!one.IsPresent)
        {
            one.Say("is missing; write the version of the specification, \"1.0.0\"");
        }

        var all = root["cniVersions"].Items().Prepend(one).Where(field => field.IsPresent);
        return [.. all.Select(ReadVersion).OfType<string>().Distinct().OrderBy(version => Version.Parse(version))];
    }

    private static string? ReadVersion(ListField field)
    {
        var text = field.Text();
        if (text is not null && !VersionNumber().IsMatch(text))
        {
            field.Say($"'{text}' is no version; one is three numbers with dots, 1.0.0");
            return null;
        }

        return text;
    }

    private static string ReadName(ListField name)
    {
        if (!name.IsPresent)
        {
            name.Say("is missing; give the network a name");
        }
        else if (name.Text() is { } text && !Identifier().IsMatch(text))
        {
            name.Say($"'{text}' must begin with a letter or digit and hold only letters, digits, '_', '.' and '-'");
        }

        return name.Text() ?? "";
    }

    private static List<ListedPlugin> ReadPlugins(ListField plugins, IReadOnlyList<string> folders)
    {
        var items = plugins.Items();
        if (items.Count == 0)
        {
            plugins.Say("is missing or empty; it is a list of configurations (a single one is its only element)");
        }

        return [.. items.Select(item => ReadPlugin(item, folders)).OfType<ListedPlugin>()];
    }

    private static ListedPlugin? ReadPlugin(ListField item, IReadOnlyList<string> folders)
    {
        if (!item.IsObject())
        {
            return null;
        }

        foreach (var field in Derived.Select(name => item[name]).Where(field => field.IsPresent))
        {
            field.Say("must not be in a list; the runtime puts it there");
        }

        foreach (var capability in item["capabilities"].Fields())
        {
            capability.Flag();
        }

        if (item["ipam"].IsPresent && item["ipam"].IsObject() && item["ipam"]["type"].IsPresent)
        {
            Find(item["ipam"]["type"], folders);
        }

        return Find(item["type"], folders) is { } binary ? new ListedPlugin(item["type"].Text()!, binary, (JsonObject)item.Value!) : null;
    }

    private static string? Find(ListField type, IReadOnlyList<string> folders)
    {
        if (!type.IsPresent)
        {
            type.Say("is missing; it is the file name of the plug-in");
            return null;
        }

        if (type.Text() is not { Length: > 0 } name)
        {
            return null;
        }

        if (name.Contains('/'))
        {
            type.Say($"'{name}' must be a file name, without '/'");
            return null;
        }

        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            type.Say($"{Nearest.Sentence("plug-in", name, folders.Where(Directory.Exists).SelectMany(Directory.GetFiles).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal))} (looked in {string.Join(':', folders)})");
        }

        return found is null ? null : Path.GetFullPath(found);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A\d{1,5}\.\d{1,5}\.\d{1,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
