using System.Runtime.CompilerServices;

namespace Fairlead.Architecture.Tests;

/// <summary>The checkout that these tests were built from, as lists of files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Paths of our own C# files below a folder, relative to the root, with slashes.</summary>
    public static IEnumerable<string> CSharp(params string[] folders) =>
        folders.SelectMany(folder => Files(folder, "*.cs"));

    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return !Directory.Exists(start)
            ? []
            : Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file))
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" or ".git"))
                .Order(StringComparer.Ordinal);
    }

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string Find([CallerFilePath] string here = "")
    {
        // The build is deterministic and may map paths: where the source path is not there, walk up from the binary.
        foreach (var start in new[] { Path.GetDirectoryName(here)!, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Fairlead.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("no Fairlead.slnx above the test: run it from a checkout");
    }
}
