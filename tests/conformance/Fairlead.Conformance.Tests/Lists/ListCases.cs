using Fairlead.Conformance.Lists;
using Fairlead.Model.Problems;

namespace Fairlead.Conformance.Tests.Lists;

/// <summary>A case is a file: a conflist, a line of dashes, what is read from it or wrong with it. Adding one needs no C#.</summary>
public sealed class ListCases : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Lists", "Cases");

    private readonly string _plugins = Directory.CreateTempSubdirectory("fl-lists-").FullName;

    public ListCases()
    {
        foreach (var name in new[] { "bridge", "ptp", "host-local" })
        {
            File.WriteAllText(Path.Combine(_plugins, name), "");
        }
    }

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory, MemberData(nameof(Cases))]
    public void A_list_is_read_as_its_file_says(string name)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split("\n---\n");
        Assert.Equal(parts[1].Trim(), Read(parts[0]).Replace(_plugins, "DIR", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_plugins, recursive: true);

    private string Read(string json)
    {
        try
        {
            var list = PluginListReader.Read(json, "list", [_plugins]);
            return string.Join('\n', [$"{list.Name} {string.Join(' ', list.Versions)}{(list.DisableCheck ? " disableCheck" : "")}{(list.DisableGc ? " disableGC" : "")}", .. list.Plugins.Select(plugin => plugin.Binary)]);
        }
        catch (ProblemException error)
        {
            return string.Join('\n', error.Problems);
        }
    }
}
