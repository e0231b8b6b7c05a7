"""Numbers of constants, names and locals, and jumps, that do not fit one byte."""
def many(x):
    v0 = 1000 + x
    v1 = 1001 + x
    v2 = 1002 + x
    v3 = 1003 + x
    v4 = 1004 + x
    v5 = 1005 + x
    v6 = 1006 + x
    v7 = 1007 + x
    v8 = 1008 + x
    v9 = 1009 + x
    v10 = 1010 + x
    v11 = 1011 + x
    v12 = 1012 + x
    v13 = 1013 + x
    v14 = 1014 + x
    v15 = 1015 + x
    v16 = 1016 + x
    v17 = 1017 + x
    v18 = 1018 + x
    v19 = 1019 + x
    v20 = 1020 + x
    v21 = 1021 + x
    v22 = 1022 + x
    v23 = 1023 + x
    v24 = 1024 + x
    v25 = 1025 + x
    v26 = 1026 + x
    v27 = 1027 + x
    v28 = 1028 + x
    v29 = 1029 + x
    v30 = 1030 + x
    v31 = 1031 + x
    v32 = 1032 + x
    v33 = 1033 + x
    v34 = 1034 + x
    v35 = 1035 + x
    v36 = 1036 + x
    v37 = 1037 + x
    v38 = 1038 + x
    v39 = 1039 + x
    v40 = 1040 + x
    v41 = 1041 + x
    v42 = 1042 + x
    v43 = 1043 + x
    v44 = 1044 + x
    v45 = 1045 + x
    v46 = 1046 + x
    v47 = 1047 + x
    v48 = 1048 + x
    v49 = 1049 + x
    v50 = 1050 + x
    v51 = 1051 + x
    v52 = 1052 + x
    v53 = 1053 + x
    v54 = 1054 + x
    v55 = 1055 + x
    v56 = 1056 + x
    v57 = 1057 + x
    v58 = 1058 + x
    v59 = 1059 + x
    v60 = 1060 + x
    v61 = 1061 + x
    v62 = 1062 + x
    v63 = 1063 + x
    v64 = 1064 + x
    v65 = 1065 + x
    v66 = 1066 + x
    v67 = 1067 + x
    v68 = 1068 + x
    v69 = 1069 + x
    v70 = 1070 + x
    v71 = 1071 + x
    v72 = 1072 + x
    v73 = 1073 + x
    v74 = 1074 + x
    v75 = 1075 + x
    v76 = 1076 + x
    v77 = 1077 + x
    v78 = 1078 + x
    v79 = 1079 + x
    v80 = 1080 + x
    v81 = 1081 + x
    v82 = 1082 + x
    v83 = 1083 + x
    v84 = 1084 + x
    v85 = 1085 + x
    v86 = 1086 + x
    v87 = 1087 + x
    v88 = 1088 + x
    v89 = 1089 + x
    v90 = 1090 + x
    v91 = 1091 + x
    v92 = 1092 + x
    v93 = 1093 + x
    v94 = 1094 + x
    v95 = 1095 + x
    v96 = 1096 + x
    v97 = 1097 + x
    v98 = 1098 + x
    v99 = 1099 + x
    v100 = 1100 + x
    v101 = 1101 + x
    v102 = 1102 + x
    v103 = 1103 + x
    v104 = 1104 + x
    v105 = 1105 + x
    v106 = 1106 + x
    v107 = 1107 + x
    v108 = 1108 + x
    v109 = 1109 + x
    v110 = 1110 + x
    v111 = 1111 + x
    v112 = 1112 + x
    v113 = 1113 + x
    v114 = 1114 + x
    v115 = 1115 + x
    v116 = 1116 + x
    v117 = 1117 + x
    v118 = 1118 + x
    v119 = 1119 + x
    v120 = 1120 + x
    v121 = 1121 + x
    v122 = 1122 + x
    v123 = 1123 + x
    v124 = 1124 + x
    v125 = 1125 + x
    v126 = 1126 + x
    v127 = 1127 + x
    v128 = 1128 + x
    v129 = 1129 + x
    v130 = 1130 + x
    v131 = 1131 + x
    v132 = 1132 + x
    v133 = 1133 + x
    v134 = 1134 + x
    v135 = 1135 + x
    v136 = 1136 + x
    v137 = 1137 + x
    v138 = 1138 + x
    v139 = 1139 + x
    v140 = 1140 + x
    v141 = 1141 + x
    v142 = 1142 + x
    v143 = 1143 + x
    v144 = 1144 + x
    v145 = 1145 + x
    v146 = 1146 + x
    v147 = 1147 + x
    v148 = 1148 + x
    v149 = 1149 + x
    v150 = 1150 + x
    v151 = 1151 + x
    v152 = 1152 + x
    v153 = 1153 + x
    v154 = 1154 + x
    v155 = 1155 + x
    v156 = 1156 + x
    v157 = 1157 + x
    v158 = 1158 + x
    v159 = 1159 + x
    v160 = 1160 + x
    v161 = 1161 + x
    v162 = 1162 + x
    v163 = 1163 + x
    v164 = 1164 + x
    v165 = 1165 + x
    v166 = 1166 + x
    v167 = 1167 + x
    v168 = 1168 + x
    v169 = 1169 + x
    v170 = 1170 + x
    v171 = 1171 + x
    v172 = 1172 + x
    v173 = 1173 + x
    v174 = 1174 + x
    v175 = 1175 + x
    v176 = 1176 + x
    v177 = 1177 + x
    v178 = 1178 + x
    v179 = 1179 + x
    v180 = 1180 + x
    v181 = 1181 + x
    v182 = 1182 + x
    v183 = 1183 + x
    v184 = 1184 + x
    v185 = 1185 + x
    v186 = 1186 + x
    v187 = 1187 + x
    v188 = 1188 + x
    v189 = 1189 + x
    v190 = 1190 + x
    v191 = 1191 + x
    v192 = 1192 + x
    v193 = 1193 + x
    v194 = 1194 + x
    v195 = 1195 + x
    v196 = 1196 + x
    v197 = 1197 + x
    v198 = 1198 + x
    v199 = 1199 + x
    v200 = 1200 + x
    v201 = 1201 + x
    v202 = 1202 + x
    v203 = 1203 + x
    v204 = 1204 + x
    v205 = 1205 + x
    v206 = 1206 + x
    v207 = 1207 + x
    v208 = 1208 + x
    v209 = 1209 + x
    v210 = 1210 + x
    v211 = 1211 + x
    v212 = 1212 + x
    v213 = 1213 + x
    v214 = 1214 + x
    v215 = 1215 + x
    v216 = 1216 + x
    v217 = 1217 + x
    v218 = 1218 + x
    v219 = 1219 + x
    v220 = 1220 + x
    v221 = 1221 + x
    v222 = 1222 + x
    v223 = 1223 + x
    v224 = 1224 + x
    v225 = 1225 + x
    v226 = 1226 + x
    v227 = 1227 + x
    v228 = 1228 + x
    v229 = 1229 + x
    v230 = 1230 + x
    v231 = 1231 + x
    v232 = 1232 + x
    v233 = 1233 + x
    v234 = 1234 + x
    v235 = 1235 + x
    v236 = 1236 + x
    v237 = 1237 + x
    v238 = 1238 + x
    v239 = 1239 + x
    v240 = 1240 + x
    v241 = 1241 + x
    v242 = 1242 + x
    v243 = 1243 + x
    v244 = 1244 + x
    v245 = 1245 + x
    v246 = 1246 + x
    v247 = 1247 + x
    v248 = 1248 + x
    v249 = 1249 + x
    v250 = 1250 + x
    v251 = 1251 + x
    v252 = 1252 + x
    v253 = 1253 + x
    v254 = 1254 + x
    v255 = 1255 + x
    v256 = 1256 + x
    v257 = 1257 + x
    v258 = 1258 + x
    v259 = 1259 + x
    v260 = 1260 + x
    v261 = 1261 + x
    v262 = 1262 + x
    v263 = 1263 + x
    v264 = 1264 + x
    v265 = 1265 + x
    v266 = 1266 + x
    v267 = 1267 + x
    v268 = 1268 + x
    v269 = 1269 + x
    v270 = 1270 + x
    v271 = 1271 + x
    v272 = 1272 + x
    v273 = 1273 + x
    v274 = 1274 + x
    v275 = 1275 + x
    v276 = 1276 + x
    v277 = 1277 + x
    v278 = 1278 + x
    v279 = 1279 + x
    v280 = 1280 + x
    v281 = 1281 + x
    v282 = 1282 + x
    v283 = 1283 + x
    v284 = 1284 + x
    v285 = 1285 + x
    v286 = 1286 + x
    v287 = 1287 + x
    v288 = 1288 + x
    v289 = 1289 + x
    v290 = 1290 + x
    v291 = 1291 + x
    v292 = 1292 + x
    v293 = 1293 + x
    v294 = 1294 + x
    v295 = 1295 + x
    v296 = 1296 + x
    v297 = 1297 + x
    v298 = 1298 + x
    v299 = 1299 + x
    total = 0
    for i in range(3):
        if i == 1: total += v0
        elif i == 2: total -= v299
        if i == 1: total += v8
        elif i == 2: total -= v291
        if i == 1: total += v16
        elif i == 2: total -= v283
        if i == 1: total += v24
        elif i == 2: total -= v275
        if i == 1: total += v32
        elif i == 2: total -= v267
        if i == 1: total += v40
        elif i == 2: total -= v259
        if i == 1: total += v48
        elif i == 2: total -= v251
        if i == 1: total += v56
        elif i == 2: total -= v243
        if i == 1: total += v64
        elif i == 2: total -= v235
        if i == 1: total += v72
        elif i == 2: total -= v227
        if i == 1: total += v80
        elif i == 2: total -= v219
        if i == 1: total += v88
        elif i == 2: total -= v211
        if i == 1: total += v96
        elif i == 2: total -= v203
        if i == 1: total += v104
        elif i == 2: total -= v195
        if i == 1: total += v112
        elif i == 2: total -= v187
        if i == 1: total += v120
        elif i == 2: total -= v179
        if i == 1: total += v128
        elif i == 2: total -= v171
        if i == 1: total += v136
        elif i == 2: total -= v163
        if i == 1: total += v144
        elif i == 2: total -= v155
        if i == 1: total += v152
        elif i == 2: total -= v147
        if i == 1: total += v160
        elif i == 2: total -= v139
        if i == 1: total += v168
        elif i == 2: total -= v131
        if i == 1: total += v176
        elif i == 2: total -= v123
        if i == 1: total += v184
        elif i == 2: total -= v115
        if i == 1: total += v192
        elif i == 2: total -= v107
        if i == 1: total += v200
        elif i == 2: total -= v99
        if i == 1: total += v208
        elif i == 2: total -= v91
        if i == 1: total += v216
        elif i == 2: total -= v83
        if i == 1: total += v224
        elif i == 2: total -= v75
        if i == 1: total += v232
        elif i == 2: total -= v67
        if i == 1: total += v240
        elif i == 2: total -= v59
        if i == 1: total += v248
        elif i == 2: total -= v51
        if i == 1: total += v256
        elif i == 2: total -= v43
        if i == 1: total += v264
        elif i == 2: total -= v35
        if i == 1: total += v272
        elif i == 2: total -= v27
        if i == 1: total += v280
        elif i == 2: total -= v19
        if i == 1: total += v288
        elif i == 2: total -= v11
        if i == 1: total += v296
        elif i == 2: total -= v3
    return total, v299
print(many(1))
class Names: pass
Names.attribute_0 = 0
Names.attribute_1 = 1
Names.attribute_2 = 2
Names.attribute_3 = 3
Names.attribute_4 = 4
Names.attribute_5 = 5
Names.attribute_6 = 6
Names.attribute_7 = 7
Names.attribute_8 = 8
Names.attribute_9 = 9
Names.attribute_10 = 10
Names.attribute_11 = 11
Names.attribute_12 = 12
Names.attribute_13 = 13
Names.attribute_14 = 14
Names.attribute_15 = 15
Names.attribute_16 = 16
Names.attribute_17 = 17
Names.attribute_18 = 18
Names.attribute_19 = 19
Names.attribute_20 = 20
Names.attribute_21 = 21
Names.attribute_22 = 22
Names.attribute_23 = 23
Names.attribute_24 = 24
Names.attribute_25 = 25
Names.attribute_26 = 26
Names.attribute_27 = 27
Names.attribute_28 = 28
Names.attribute_29 = 29
Names.attribute_30 = 30
Names.attribute_31 = 31
Names.attribute_32 = 32
Names.attribute_33 = 33
Names.attribute_34 = 34
Names.attribute_35 = 35
Names.attribute_36 = 36
Names.attribute_37 = 37
Names.attribute_38 = 38
Names.attribute_39 = 39
Names.attribute_40 = 40
Names.attribute_41 = 41
Names.attribute_42 = 42
Names.attribute_43 = 43
Names.attribute_44 = 44
Names.attribute_45 = 45
Names.attribute_46 = 46
Names.attribute_47 = 47
Names.attribute_48 = 48
Names.attribute_49 = 49
Names.attribute_50 = 50
Names.attribute_51 = 51
Names.attribute_52 = 52
Names.attribute_53 = 53
Names.attribute_54 = 54
Names.attribute_55 = 55
Names.attribute_56 = 56
Names.attribute_57 = 57
Names.attribute_58 = 58
Names.attribute_59 = 59
Names.attribute_60 = 60
Names.attribute_61 = 61
Names.attribute_62 = 62
Names.attribute_63 = 63
Names.attribute_64 = 64
Names.attribute_65 = 65
Names.attribute_66 = 66
Names.attribute_67 = 67
Names.attribute_68 = 68
Names.attribute_69 = 69
Names.attribute_70 = 70
Names.attribute_71 = 71
Names.attribute_72 = 72
Names.attribute_73 = 73
Names.attribute_74 = 74
Names.attribute_75 = 75
Names.attribute_76 = 76
Names.attribute_77 = 77
Names.attribute_78 = 78
Names.attribute_79 = 79
Names.attribute_80 = 80
Names.attribute_81 = 81
Names.attribute_82 = 82
Names.attribute_83 = 83
Names.attribute_84 = 84
Names.attribute_85 = 85
Names.attribute_86 = 86
Names.attribute_87 = 87
Names.attribute_88 = 88
Names.attribute_89 = 89
Names.attribute_90 = 90
Names.attribute_91 = 91
Names.attribute_92 = 92
Names.attribute_93 = 93
Names.attribute_94 = 94
Names.attribute_95 = 95
Names.attribute_96 = 96
Names.attribute_97 = 97
Names.attribute_98 = 98
Names.attribute_99 = 99
Names.attribute_100 = 100
Names.attribute_101 = 101
Names.attribute_102 = 102
Names.attribute_103 = 103
Names.attribute_104 = 104
Names.attribute_105 = 105
Names.attribute_106 = 106
Names.attribute_107 = 107
Names.attribute_108 = 108
Names.attribute_109 = 109
Names.attribute_110 = 110
Names.attribute_111 = 111
Names.attribute_112 = 112
Names.attribute_113 = 113
Names.attribute_114 = 114
Names.attribute_115 = 115
Names.attribute_116 = 116
Names.attribute_117 = 117
Names.attribute_118 = 118
Names.attribute_119 = 119
Names.attribute_120 = 120
Names.attribute_121 = 121
Names.attribute_122 = 122
Names.attribute_123 = 123
Names.attribute_124 = 124
Names.attribute_125 = 125
Names.attribute_126 = 126
Names.attribute_127 = 127
Names.attribute_128 = 128
Names.attribute_129 = 129
Names.attribute_130 = 130
Names.attribute_131 = 131
Names.attribute_132 = 132
Names.attribute_133 = 133
Names.attribute_134 = 134
Names.attribute_135 = 135
Names.attribute_136 = 136
Names.attribute_137 = 137
Names.attribute_138 = 138
Names.attribute_139 = 139
Names.attribute_140 = 140
Names.attribute_141 = 141
Names.attribute_142 = 142
Names.attribute_143 = 143
Names.attribute_144 = 144
Names.attribute_145 = 145
Names.attribute_146 = 146
Names.attribute_147 = 147
Names.attribute_148 = 148
Names.attribute_149 = 149
Names.attribute_150 = 150
Names.attribute_151 = 151
Names.attribute_152 = 152
Names.attribute_153 = 153
Names.attribute_154 = 154
Names.attribute_155 = 155
Names.attribute_156 = 156
Names.attribute_157 = 157
Names.attribute_158 = 158
Names.attribute_159 = 159
Names.attribute_160 = 160
Names.attribute_161 = 161
Names.attribute_162 = 162
Names.attribute_163 = 163
Names.attribute_164 = 164
Names.attribute_165 = 165
Names.attribute_166 = 166
Names.attribute_167 = 167
Names.attribute_168 = 168
Names.attribute_169 = 169
Names.attribute_170 = 170
Names.attribute_171 = 171
Names.attribute_172 = 172
Names.attribute_173 = 173
Names.attribute_174 = 174
Names.attribute_175 = 175
Names.attribute_176 = 176
Names.attribute_177 = 177
Names.attribute_178 = 178
Names.attribute_179 = 179
Names.attribute_180 = 180
Names.attribute_181 = 181
Names.attribute_182 = 182
Names.attribute_183 = 183
Names.attribute_184 = 184
Names.attribute_185 = 185
Names.attribute_186 = 186
Names.attribute_187 = 187
Names.attribute_188 = 188
Names.attribute_189 = 189
Names.attribute_190 = 190
Names.attribute_191 = 191
Names.attribute_192 = 192
Names.attribute_193 = 193
Names.attribute_194 = 194
Names.attribute_195 = 195
Names.attribute_196 = 196
Names.attribute_197 = 197
Names.attribute_198 = 198
Names.attribute_199 = 199
Names.attribute_200 = 200
Names.attribute_201 = 201
Names.attribute_202 = 202
Names.attribute_203 = 203
Names.attribute_204 = 204
Names.attribute_205 = 205
Names.attribute_206 = 206
Names.attribute_207 = 207
Names.attribute_208 = 208
Names.attribute_209 = 209
Names.attribute_210 = 210
Names.attribute_211 = 211
Names.attribute_212 = 212
Names.attribute_213 = 213
Names.attribute_214 = 214
Names.attribute_215 = 215
Names.attribute_216 = 216
Names.attribute_217 = 217
Names.attribute_218 = 218
Names.attribute_219 = 219
Names.attribute_220 = 220
Names.attribute_221 = 221
Names.attribute_222 = 222
Names.attribute_223 = 223
Names.attribute_224 = 224
Names.attribute_225 = 225
Names.attribute_226 = 226
Names.attribute_227 = 227
Names.attribute_228 = 228
Names.attribute_229 = 229
Names.attribute_230 = 230
Names.attribute_231 = 231
Names.attribute_232 = 232
Names.attribute_233 = 233
Names.attribute_234 = 234
Names.attribute_235 = 235
Names.attribute_236 = 236
Names.attribute_237 = 237
Names.attribute_238 = 238
Names.attribute_239 = 239
Names.attribute_240 = 240
Names.attribute_241 = 241
Names.attribute_242 = 242
Names.attribute_243 = 243
Names.attribute_244 = 244
Names.attribute_245 = 245
Names.attribute_246 = 246
Names.attribute_247 = 247
Names.attribute_248 = 248
Names.attribute_249 = 249
Names.attribute_250 = 250
Names.attribute_251 = 251
Names.attribute_252 = 252
Names.attribute_253 = 253
Names.attribute_254 = 254
Names.attribute_255 = 255
Names.attribute_256 = 256
Names.attribute_257 = 257
Names.attribute_258 = 258
Names.attribute_259 = 259
Names.attribute_260 = 260
Names.attribute_261 = 261
Names.attribute_262 = 262
Names.attribute_263 = 263
Names.attribute_264 = 264
Names.attribute_265 = 265
Names.attribute_266 = 266
Names.attribute_267 = 267
Names.attribute_268 = 268
Names.attribute_269 = 269
Names.attribute_270 = 270
print(Names.attribute_270, sum(v for k, v in vars(Names).items() if k.startswith("attr")))
print([
"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16", "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s29", "s30", "s31", "s32", "s33", "s34", "s35", "s36", "s37", "s38", "s39", "s40", "s41", "s42", "s43", "s44", "s45", "s46", "s47", "s48", "s49", "s50", "s51", "s52", "s53", "s54", "s55", "s56", "s57", "s58", "s59", "s60", "s61", "s62", "s63", "s64", "s65", "s66", "s67", "s68", "s69", "s70", "s71", "s72", "s73", "s74", "s75", "s76", "s77", "s78", "s79", "s80", "s81", "s82", "s83", "s84", "s85", "s86", "s87", "s88", "s89", "s90", "s91", "s92", "s93", "s94", "s95", "s96", "s97", "s98", "s99", "s100", "s101", "s102", "s103", "s104", "s105", "s106", "s107", "s108", "s109", "s110", "s111", "s112", "s113", "s114", "s115", "s116", "s117", "s118", "s119", "s120", "s121", "s122", "s123", "s124", "s125", "s126", "s127", "s128", "s129", "s130", "s131", "s132", "s133", "s134", "s135", "s136", "s137", "s138", "s139", "s140", "s141", "s142", "s143", "s144", "s145", "s146", "s147", "s148", "s149", "s150", "s151", "s152", "s153", "s154", "s155", "s156", "s157", "s158", "s159", "s160", "s161", "s162", "s163", "s164", "s165", "s166", "s167", "s168", "s169", "s170", "s171", "s172", "s173", "s174", "s175", "s176", "s177", "s178", "s179", "s180", "s181", "s182", "s183", "s184", "s185", "s186", "s187", "s188", "s189", "s190", "s191", "s192", "s193", "s194", "s195", "s196", "s197", "s198", "s199", "s200", "s201", "s202", "s203", "s204", "s205", "s206", "s207", "s208", "s209", "s210", "s211", "s212", "s213", "s214", "s215", "s216", "s217", "s218", "s219", "s220", "s221", "s222", "s223", "s224", "s225", "s226", "s227", "s228", "s229", "s230", "s231", "s232", "s233", "s234", "s235", "s236", "s237", "s238", "s239", "s240", "s241", "s242", "s243", "s244", "s245", "s246", "s247", "s248", "s249", "s250", "s251", "s252", "s253", "s254", "s255", "s256", "s257", "s258", "s259", "s260", "s261", "s262", "s263", "s264", "s265", "s266", "s267", "s268", "s269", "s270", "s271", "s272", "s273", "s274", "s275", "s276", "s277", "s278", "s279", ][-1])
print(len({
"k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9": 9, "k10": 10, "k11": 11, "k12": 12, "k13": 13, "k14": 14, "k15": 15, "k16": 16, "k17": 17, "k18": 18, "k19": 19, "k20": 20, "k21": 21, "k22": 22, "k23": 23, "k24": 24, "k25": 25, "k26": 26, "k27": 27, "k28": 28, "k29": 29, "k30": 30, "k31": 31, "k32": 32, "k33": 33, "k34": 34, "k35": 35, "k36": 36, "k37": 37, "k38": 38, "k39": 39, "k40": 40, "k41": 41, "k42": 42, "k43": 43, "k44": 44, "k45": 45, "k46": 46, "k47": 47, "k48": 48, "k49": 49, "k50": 50, "k51": 51, "k52": 52, "k53": 53, "k54": 54, "k55": 55, "k56": 56, "k57": 57, "k58": 58, "k59": 59, "k60": 60, "k61": 61, "k62": 62, "k63": 63, "k64": 64, "k65": 65, "k66": 66, "k67": 67, "k68": 68, "k69": 69, "k70": 70, "k71": 71, "k72": 72, "k73": 73, "k74": 74, "k75": 75, "k76": 76, "k77": 77, "k78": 78, "k79": 79, "k80": 80, "k81": 81, "k82": 82, "k83": 83, "k84": 84, "k85": 85, "k86": 86, "k87": 87, "k88": 88, "k89": 89, "k90": 90, "k91": 91, "k92": 92, "k93": 93, "k94": 94, "k95": 95, "k96": 96, "k97": 97, "k98": 98, "k99": 99, "k100": 100, "k101": 101, "k102": 102, "k103": 103, "k104": 104, "k105": 105, "k106": 106, "k107": 107, "k108": 108, "k109": 109, "k110": 110, "k111": 111, "k112": 112, "k113": 113, "k114": 114, "k115": 115, "k116": 116, "k117": 117, "k118": 118, "k119": 119, "k120": 120, "k121": 121, "k122": 122, "k123": 123, "k124": 124, "k125": 125, "k126": 126, "k127": 127, "k128": 128, "k129": 129, "k130": 130, "k131": 131, "k132": 132, "k133": 133, "k134": 134, "k135": 135, "k136": 136, "k137": 137, "k138": 138, "k139": 139, "k140": 140, "k141": 141, "k142": 142, "k143": 143, "k144": 144, "k145": 145, "k146": 146, "k147": 147, "k148": 148, "k149": 149, "k150": 150, "k151": 151, "k152": 152, "k153": 153, "k154": 154, "k155": 155, "k156": 156, "k157": 157, "k158": 158, "k159": 159, "k160": 160, "k161": 161, "k162": 162, "k163": 163, "k164": 164, "k165": 165, "k166": 166, "k167": 167, "k168": 168, "k169": 169, "k170": 170, "k171": 171, "k172": 172, "k173": 173, "k174": 174, "k175": 175, "k176": 176, "k177": 177, "k178": 178, "k179": 179, "k180": 180, "k181": 181, "k182": 182, "k183": 183, "k184": 184, "k185": 185, "k186": 186, "k187": 187, "k188": 188, "k189": 189, "k190": 190, "k191": 191, "k192": 192, "k193": 193, "k194": 194, "k195": 195, "k196": 196, "k197": 197, "k198": 198, "k199": 199, "k200": 200, "k201": 201, "k202": 202, "k203": 203, "k204": 204, "k205": 205, "k206": 206, "k207": 207, "k208": 208, "k209": 209, "k210": 210, "k211": 211, "k212": 212, "k213": 213, "k214": 214, "k215": 215, "k216": 216, "k217": 217, "k218": 218, "k219": 219, "k220": 220, "k221": 221, "k222": 222, "k223": 223, "k224": 224, "k225": 225, "k226": 226, "k227": 227, "k228": 228, "k229": 229, "k230": 230, "k231": 231, "k232": 232, "k233": 233, "k234": 234, "k235": 235, "k236": 236, "k237": 237, "k238": 238, "k239": 239, "k240": 240, "k241": 241, "k242": 242, "k243": 243, "k244": 244, "k245": 245, "k246": 246, "k247": 247, "k248": 248, "k249": 249, "k250": 250, "k251": 251, "k252": 252, "k253": 253, "k254": 254, "k255": 255, "k256": 256, "k257": 257, "k258": 258, "k259": 259, "k260": 260, "k261": 261, "k262": 262, "k263": 263, "k264": 264, "k265": 265, "k266": 266, "k267": 267, "k268": 268, "k269": 269, "k270": 270, "k271": 271, "k272": 272, "k273": 273, "k274": 274, "k275": 275, "k276": 276, "k277": 277, "k278": 278, "k279": 279, }))
