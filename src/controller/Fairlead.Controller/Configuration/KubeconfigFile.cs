using System.Text;
using Fairlead.Kubernetes;
using Fairlead.Model.Problems;
using Fairlead.Yaml;

namespace Fairlead.Controller.Configuration;

/// <summary>A kubeconfig: the server and the user of its current context. Users that a program has to be asked for are not supported.</summary>
public static class KubeconfigFile
{
    /// <param name="folder">What relative paths in it are relative to.</param>
    /// <exception cref="ProblemException">It names nothing that can be used.</exception>
    public static ClusterEndpoint Read(string text, string source, string folder)
    {
        var file = new YamlFile(text, source);
        var context = Named(file.Root, "contexts", file.Root["current-context"], "context");
        var cluster = Named(file.Root, "clusters", context["cluster"], "cluster");
        var user = Named(file.Root, "users", context["user"], "user");
        if (user["exec"].IsPresent || user["auth-provider"].IsPresent)
        {
            user.Say("asks a program for its token, which is not supported; use a token, a token file or a client certificate");
        }

        var server = cluster["server"].Required("https://10.0.0.1:6443");
        if (server.Length > 0 && !Uri.TryCreate(server, UriKind.Absolute, out _))
        {
            cluster["server"].Say($"'{server}' is no address of a server");
        }

        file.Check();
        var endpoint = new ClusterEndpoint
        {
            Server = new Uri(server),
            AuthorityFile = Beside(folder, cluster["certificate-authority"].Text()),
            AuthorityPem = Decoded(cluster["certificate-authority-data"]),
            Token = user["token"].Text() ?? "",
            TokenFile = Beside(folder, user["tokenFile"].Text()),
            ClientCertificatePem = Pem(folder, user, "client-certificate"),
            ClientKeyPem = Pem(folder, user, "client-key"),
        };
        file.Check();
        return endpoint;
    }

    private static YamlValue Named(YamlValue root, string list, YamlValue name, string kind)
    {
        var wanted = name.Required("kubernetes");
        var found = root[list].Items.FirstOrDefault(item => item["name"].Text() == wanted);
        if (found is null && wanted.Length > 0)
        {
            name.Say(Nearest.Sentence(kind, wanted, root[list].Items.Select(item => item["name"].Text() ?? "")));
        }

        return found?[kind] ?? root["(nothing)"];
    }

    private static string Pem(string folder, YamlValue user, string name) =>
        Decoded(user[name + "-data"]) is { Length: > 0 } text ? text
        : Beside(folder, user[name].Text()) is { Length: > 0 } path ? File.ReadAllText(path)
        : "";

    private static string Beside(string folder, string? path) => path is null ? "" : Path.Combine(folder, path);

    private static string Decoded(YamlValue value)
    {
        if (value.Text() is not { Length: > 0 } text)
        {
            return "";
        }

        var octets = new byte[text.Length];
        if (Convert.TryFromBase64String(text, octets, out var length))
        {
            return Encoding.UTF8.GetString(octets, 0, length);
        }

        value.Say("is no base64");
        return "";
    }
}
