{{/* The release's own name, unless it names the chart already. */}}
{{- define "dropwhy.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "dropwhy.operatorName" -}}
{{ include "dropwhy.fullname" . }}-operator
{{- end -}}

{{- define "dropwhy.agentName" -}}
{{ include "dropwhy.fullname" . }}-agent
{{- end -}}

{{- define "dropwhy.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: dropwhy
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "dropwhy.operatorSelector" -}}
app.kubernetes.io/name: dropwhy-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Full image reference: dict "root" . "name" "operator"|"agent" */}}
{{- define "dropwhy.image" -}}
{{- printf "%s/%s:%s" .root.Values.image.repository .name (default .root.Chart.AppVersion .root.Values.image.tag) -}}
{{- end -}}

{{/* What the operator is told; lists and objects as JSON. */}}
{{- define "dropwhy.operatorEnvironment" -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: DROPWHY_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- name: DROPWHY_LOG_LEVEL
  value: {{ .Values.operator.logLevel }}
- name: DROPWHY_MAXIMUM_CONCURRENT
  value: {{ .Values.operator.maximumConcurrentInvestigations | quote }}
- name: DROPWHY_GRACE_SECONDS
  value: {{ .Values.operator.graceSeconds | quote }}
- name: DROPWHY_HTTP_PORT
  value: {{ .Values.metrics.port | quote }}
- name: DROPWHY_AGENT_NAMESPACE
  value: {{ .Values.agent.namespace.name }}
- name: DROPWHY_AGENT_SERVICE_ACCOUNT
  value: {{ include "dropwhy.agentName" . }}
- name: DROPWHY_AGENT_IMAGE
  value: {{ include "dropwhy.image" (dict "root" . "name" "agent") }}
- name: DROPWHY_AGENT_IMAGE_PULL_POLICY
  value: {{ .Values.image.pullPolicy }}
{{- with .Values.image.pullSecrets }}
- name: DROPWHY_AGENT_IMAGE_PULL_SECRETS
  value: {{ join "," . }}
{{- end }}
- name: DROPWHY_AGENT_TOLERATIONS
  value: {{ toJson .Values.agent.tolerations | quote }}
- name: DROPWHY_AGENT_RESOURCES
  value: {{ toJson .Values.agent.resources | quote }}
{{- with .Values.agent.priorityClassName }}
- name: DROPWHY_AGENT_PRIORITY_CLASS
  value: {{ . }}
{{- end }}
- name: DROPWHY_AGENT_CAPABILITIES
  value: {{ join "," .Values.agent.capabilities | quote }}
- name: DROPWHY_AGENT_SECCOMP_PROFILE
  value: {{ .Values.agent.seccompProfile }}
- name: DROPWHY_AGENT_PRIVILEGED
  value: {{ .Values.agent.privileged | quote }}
{{- end -}}


{{/* Pod of a chart hook, one of the operator image's further programs: dict "root" . "account" SERVICE_ACCOUNT "main" CLASS */}}
{{- define "dropwhy.helperPod" -}}
serviceAccountName: {{ .account }}
automountServiceAccountToken: true
enableServiceLinks: false
restartPolicy: Never
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
containers:
  - name: {{ .main | lower }}
    image: {{ include "dropwhy.image" (dict "root" .root "name" "operator") }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    command: [/opt/java/bin/java, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -XX:-UsePerfData, -cp, "@/app/jib-classpath-file", dev.dropwhy.operator.installation.{{ .main }}]
    env:
      - name: NODE_NAME
        valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
      - name: DROPWHY_LOG_LEVEL
        value: {{ .root.Values.operator.logLevel }}
      - name: DROPWHY_AGENT_NAMESPACE
        value: {{ .root.Values.agent.namespace.name }}
    resources:
      requests: {cpu: 50m, memory: 96Mi}
      limits: {memory: 192Mi}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    volumeMounts:
      - name: tmp
        mountPath: /tmp
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 16Mi}
nodeSelector:
  kubernetes.io/os: linux
  {{- with .root.Values.operator.nodeSelector }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .root.Values.operator.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
