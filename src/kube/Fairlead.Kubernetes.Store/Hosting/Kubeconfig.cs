using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Hosting;

/// <summary>What <c>kubectl --kubeconfig</c> reads; JSON, which is YAML too.</summary>
internal static class Kubeconfig
{
    // Whoever reads it may do what its owner may.
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="token">Null for none.</param>
    /// <param name="certificate">By which the server is known; null for plain HTTP.</param>
    public static string Text(Uri server, string? token, X509Certificate2? certificate) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["clusters"] = new JsonArray(new JsonObject { ["name"] = "fairlead", ["cluster"] = Cluster(server, certificate) }),
        ["users"] = new JsonArray(new JsonObject { ["name"] = "fairlead", ["user"] = token is null ? new JsonObject() : new JsonObject { ["token"] = token } }),
        ["contexts"] = new JsonArray(new JsonObject { ["name"] = "fairlead", ["context"] = new JsonObject { ["cluster"] = "fairlead", ["user"] = "fairlead" } }),
        ["current-context"] = "fairlead",
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

    private static JsonObject Cluster(Uri server, X509Certificate2? certificate)
    {
        var cluster = new JsonObject { ["server"] = server.ToString().TrimEnd('/') };
        if (certificate is not null)
        {
            cluster["certificate-authority-data"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        }

        return cluster;
    }

    /// <exception cref="IOException">It cannot be written there.</exception>
    public static void Write(string path, string text)
    {
        // Another one takes its place: nobody reads half of it.
        var beside = $"{path}.{Environment.ProcessId}";
        using (var file = new StreamWriter(new FileStream(beside, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnersOnly })))
        {
            file.WriteLine(text);
        }

        File.Move(beside, path, overwrite: true);
    }
}
