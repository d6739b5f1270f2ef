namespace Fairlead.Cni.Tests.Plugin;

/// <summary>The static native file that a release installs.</summary>
internal static class PluginBinary
{
    // artifacts/bin/Fairlead.Cni.Tests/release/ is where this test lies.
    private static readonly string Built = global::System.IO.Path.GetFullPath(
        global::System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "cni", "fairlead-cni"));

    public static string Path
    {
        get
        {
            if (!File.Exists(Built))
            {
                Assert.Skip("the plug-in is not built: run eng/build-cni, which says what is missing");
            }

            return Built;
        }
    }
}
