using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Lab.Entrance;

namespace Fairlead.System.Tests.Runtimes;

/// <summary>An image of Debian's static busybox, made here so that no registry is asked: as a root file system and as an OCI archive.</summary>
internal static class BusyboxImage
{
    public const string Name = "localhost/busybox:1";

    private const string Layer = "application/vnd.oci.image.layer.v1.tar";
    private const string Configuration = "application/vnd.oci.image.config.v1+json";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private static readonly string[] Applets = ["sh", "sleep", "ip", "nc", "cat", "httpd"];
    private static readonly string[] Places = [Path.Combine(LabStarter.Peers, "usr/bin/busybox"), Path.Combine(LabStarter.Peers, "bin/busybox"), "/usr/bin/busybox", "/bin/busybox"];

    /// <summary>Null where there is no busybox.</summary>
    public static string? Program => Places.FirstOrDefault(File.Exists);

    public static byte[] RootFileSystem()
    {
        var octets = new MemoryStream();
        using (var tar = new TarWriter(octets, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var folder in new[] { "bin", "proc", "sys", "dev", "tmp", "etc" })
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, $"{folder}/") { Mode = (UnixFileMode)0b111_101_101 });
            }

            using var program = File.OpenRead(Program!);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0b111_101_101, DataStream = program });
            foreach (var applet in Applets)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
            }
        }

        return octets.ToArray();
    }

    /// <summary>Image Layout Specification 1.0: blobs by their digests, and an index that names them.</summary>
    public static void WriteArchive(string path)
    {
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        var layer = Blob(tar, RootFileSystem(), Layer);
        var configuration = Blob(tar, Json(new JsonObject
        {
            ["architecture"] = Architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Cmd"] = new JsonArray("/bin/sleep", "100000"), ["Env"] = new JsonArray("PATH=/bin") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray($"{layer["digest"]}") },
            ["history"] = new JsonArray(new JsonObject()),
        }), Configuration);
        var manifest = Blob(tar, Json(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = Manifest, ["config"] = configuration, ["layers"] = new JsonArray(layer) }), Manifest);
        manifest["annotations"] = new JsonObject { ["io.containerd.image.name"] = Name, ["org.opencontainers.image.ref.name"] = "1" };
        manifest["platform"] = new JsonObject { ["architecture"] = Architecture, ["os"] = "linux" };
        Add(tar, "index.json", Json(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifest) }));
        Add(tar, "oci-layout", Json(new JsonObject { ["imageLayoutVersion"] = "1.0.0" }));
    }

    // As Go names them.
    private static string Architecture =>
        global::System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == global::System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    private static JsonObject Blob(TarWriter tar, byte[] octets, string mediaType)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(octets));
        Add(tar, $"blobs/sha256/{digest}", octets);
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = $"sha256:{digest}", ["size"] = octets.Length };
    }

    private static void Add(TarWriter tar, string name, byte[] octets) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(octets) });

    private static byte[] Json(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
