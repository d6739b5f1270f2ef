using System.Reflection;
using System.Runtime.InteropServices;

namespace Fairlead.Sqlite;

/// <summary>
/// Finds SQLite's own library beside the program. The runtime looks it up in the program's list of dependencies, which our tool has none of,
/// and else not in the folder by architecture that the package puts it in.
/// </summary>
internal static class SqliteLibrary
{
    private static int _isSet;

    /// <summary>Must come before SQLite is used for the first time.</summary>
    public static void Find()
    {
        if (Interlocked.Exchange(ref _isSet, 1) != 0)
        {
            return;
        }

        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        // Zero: the runtime goes on with its own search.
        var beside = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", $"lib{name}.so");
        var portable = Path.Combine(AppContext.BaseDirectory, "runtimes", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native", $"lib{name}.so");
        return NativeLibrary.TryLoad(beside, out var library) || NativeLibrary.TryLoad(portable, out library) ? library : IntPtr.Zero;
    }
}
